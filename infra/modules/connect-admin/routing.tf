resource "aws_connect_queue" "this" {
  instance_id           = var.instance_id
  name                  = var.queue_name
  description           = "Callers who want to talk to a person."
  hours_of_operation_id = local.hours_of_operation_id
}

resource "aws_connect_routing_profile" "this" {
  instance_id               = var.instance_id
  name                      = var.queue_name
  description               = "One call at a time, from the queue ${var.queue_name}."
  default_outbound_queue_id = aws_connect_queue.this.queue_id

  media_concurrencies {
    channel     = "VOICE"
    concurrency = 1
  }

  queue_configs {
    channel  = "VOICE"
    queue_id = aws_connect_queue.this.queue_id
    priority = 1
    delay    = 0
  }
}
