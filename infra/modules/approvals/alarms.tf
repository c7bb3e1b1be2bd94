locals {
  dead_letter_queue_names = [aws_sqs_queue.dead_letters.name, aws_sqs_queue.sweep_dead_letters.name]
}

# Every line of the log group is one undelivered mail, so there is no pattern.
resource "aws_cloudwatch_log_metric_filter" "undelivered_mail" {
  name           = "${var.name}-undelivered-mail"
  log_group_name = aws_cloudwatch_log_group.undelivered_mail.name
  pattern        = ""

  metric_transformation {
    namespace = "Switchboard"
    name      = "UndeliveredMails"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "undelivered_mail" {
  alarm_name          = "${var.name}-undelivered-mail"
  alarm_description   = "A mail about a release bounced, was refused or is late: its approver may not know. The log group ${aws_cloudwatch_log_group.undelivered_mail.name} says whose."
  namespace           = "Switchboard"
  metric_name         = "UndeliveredMails"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = toset(local.dead_letter_queue_names)

  alarm_name          = "${each.value}-not-empty"
  alarm_description   = "A message about a release was given up: a request without mails, or a sweep that was not invoked. Look at it, mend the cause and send it again."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}
