resource "aws_scheduler_schedule_group" "this" {
  name = var.name
}

resource "aws_scheduler_schedule" "this" {
  count = var.enabled ? 1 : 0

  name                = var.name
  group_name          = aws_scheduler_schedule_group.this.name
  description         = var.description
  schedule_expression = var.schedule_expression
  kms_key_arn         = var.kms_key_arn

  # A flexible window would shift runs into the next minute, and alarms count in minutes.
  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.target_alias_arn
    role_arn = aws_iam_role.schedule.arn
    input    = var.input

    retry_policy {
      maximum_event_age_in_seconds = var.retry_policy.maximum_event_age_seconds
      maximum_retry_attempts       = var.retry_policy.maximum_attempts
    }

    dead_letter_config {
      arn = var.dead_letter_queue_arn
    }
  }

  depends_on = [aws_iam_role_policy.schedule]
}
