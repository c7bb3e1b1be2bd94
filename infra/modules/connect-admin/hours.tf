locals {
  hours_of_operation_id = one(concat(
    aws_connect_hours_of_operation.managed[*].hours_of_operation_id,
    aws_connect_hours_of_operation.edited_in_console[*].hours_of_operation_id,
  ))
  hours_name        = "Opening hours"
  hours_description = "When agents are there."
  hours = [
    for entry in var.hours.days : {
      day   = entry.day
      open  = [for part in split(":", entry.open) : tonumber(part)]
      close = [for part in split(":", entry.close) : tonumber(part)]
    }
  ]
}

# Two resources for one purpose, because ignore_changes cannot depend on a variable.
resource "aws_connect_hours_of_operation" "managed" {
  count = var.hours_managed_in_console ? 0 : 1

  instance_id = var.instance_id
  name        = local.hours_name
  description = local.hours_description
  time_zone   = var.hours.time_zone

  dynamic "config" {
    for_each = local.hours

    content {
      day = config.value.day

      start_time {
        hours   = config.value.open[0]
        minutes = config.value.open[1]
      }

      end_time {
        hours   = config.value.close[0]
        minutes = config.value.close[1]
      }
    }
  }
}

resource "aws_connect_hours_of_operation" "edited_in_console" {
  count = var.hours_managed_in_console ? 1 : 0

  instance_id = var.instance_id
  name        = local.hours_name
  description = local.hours_description
  time_zone   = var.hours.time_zone

  dynamic "config" {
    for_each = local.hours

    content {
      day = config.value.day

      start_time {
        hours   = config.value.open[0]
        minutes = config.value.open[1]
      }

      end_time {
        hours   = config.value.close[0]
        minutes = config.value.close[1]
      }
    }
  }

  lifecycle {
    ignore_changes = [config]
  }
}
