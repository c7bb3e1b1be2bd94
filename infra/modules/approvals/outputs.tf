output "topic_arn" {
  description = "ARN of the standard topic: the NotificationArn of the pipelines' approval actions."
  value       = aws_sns_topic.this.arn

  precondition {
    condition     = !aws_sns_topic.this.fifo_topic && !endswith(aws_sns_topic.this.arn, ".fifo")
    error_message = "The approval topic must be a standard one: a manual approval sends no message group, and a FIFO topic cannot invoke Lambda."
  }
}

output "function_url" {
  description = "URL of approval-decision: the base URL unless a domain is used."
  value       = trimsuffix(aws_lambda_function_url.this.function_url, "/")
}

output "is_open" {
  description = "Whether requests are accepted and mails are sent: false while base_url is null."
  value       = local.open
}

output "table_name" {
  description = "Name of the table of requests."
  value       = module.table.table_name
}

output "functions" {
  description = "Outputs of lambda-service for each function, by its name."
  value = {
    approval-request  = module.request
    approval-decision = module.decision
    approval-sweep    = module.sweep
  }

  precondition {
    condition     = local.environment_bytes <= 4096
    error_message = "The variables of approval-request take ${local.environment_bytes} bytes, and Lambda allows 4096. Name fewer approvers or pipelines, take a smaller logo, or leave out what has a default."
  }
}

output "dead_letter_queue_names" {
  description = "Names of the dead-letter queues; each has an alarm in this module."
  value       = local.dead_letter_queue_names
}

output "configuration_set_name" {
  description = "Name of the SES configuration set."
  value       = aws_sesv2_configuration_set.this.configuration_set_name
}

output "dkim_tokens" {
  description = "The three tokens of the DKIM records that the sender's domain needs; empty where the identity is not managed here."
  value       = try(aws_sesv2_email_identity.this[0].dkim_signing_attributes[0].tokens, [])
}

output "mail_feedback" {
  description = "Where undelivered mails are reported: log group, metric and alarm. SES also counts them in AWS/SES, by the dimension ses:configuration-set."
  value = {
    log_group_name   = aws_cloudwatch_log_group.undelivered_mail.name
    metric_namespace = "Switchboard"
    metric_name      = "UndeliveredMails"
    alarm_name       = aws_cloudwatch_metric_alarm.undelivered_mail.alarm_name
  }
}
