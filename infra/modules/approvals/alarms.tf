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

# Both kinds name the pipeline, the stage and the action in their line of the log.
resource "aws_cloudwatch_log_metric_filter" "not_guarded" {
  name           = "${var.name}-not-guarded"
  log_group_name = module.request.log_group_name
  pattern        = "{ ($.event = \"failed\") && (($.error_type = \"ActionNotAllowed\") || ($.error_type = \"PipelineNotAllowed\")) }"

  metric_transformation {
    namespace = "Switchboard"
    name      = "UnguardedApprovals"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "not_guarded" {
  alarm_name          = "${var.name}-not-guarded"
  alarm_description   = "An approval waits, and nobody was asked: its pipeline, stage or action is not in `pipelines` of the module approvals. Was it added or renamed in the pipeline? The log event \"failed\" in ${module.request.log_group_name} names it. Add it there, or take the topic off the action. Then answer in the console, or reject there and retry the stage, which asks again."
  namespace           = "Switchboard"
  metric_name         = "UnguardedApprovals"
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

module "rule_alarm" {
  source = "../event-rule-alarm"
  count  = length(var.alarm_actions) > 0 ? 1 : 0

  name          = "${var.name}-rules"
  rules         = [for rule in concat([aws_cloudwatch_event_rule.undelivered_mail], aws_cloudwatch_event_rule.approval_over) : { name = rule.name }]
  consequence   = "A mail that did not arrive goes unnoticed, or the sweep learns a minute later that an approval is over."
  alarm_actions = var.alarm_actions
}
