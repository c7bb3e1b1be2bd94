# The alarms of a single function (errors, throttles, duration) are in its own module, because deployments watch them.
locals {
  sweep   = try(var.functions["approval-sweep"].function_name, null)
  request = try(var.functions["approval-request"].function_name, null)
  convert = try(var.functions["vanity-convert"], null)

  # Each is one metric, above a threshold for `periods` periods in a row, or `datapoints` of them.
  metric_alarms = merge(
    { for queue in var.failure_queues : "${queue}-messages" => {
      description = "Something failed for good and lies in ${queue}. Read it, mend the cause, send it again or delete it."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = queue }
      statistic   = "Maximum"
      period      = 60
      periods     = 1
      threshold   = 0
    } },
    { for queue in var.failure_queues : "${queue}-age" => {
      description = "A failure lies in ${queue} since ${var.failure_age_seconds} seconds, and nobody came."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateAgeOfOldestMessage"
      dimensions  = { QueueName = queue }
      statistic   = "Maximum"
      period      = 300
      periods     = 1
      threshold   = var.failure_age_seconds
    } },
    local.convert == null ? {} : {
      # vanity-convert answers all the same, so its own alarm on errors does not go off. Deployments watch this one.
      calls-not-recorded = {
        description = "Callers hear their vanity numbers, but their calls are not recorded. Look for the log event \"not_recorded\" in ${local.convert.log_group_name}: its field error_type says why. StoreUnavailable: DynamoDB is slow or throttles, see the alarms on the table. StoreRefused: the table, or the role's permission on the table or its key. StoreCorrupt: the item of that number."
        namespace   = local.metric_namespace
        metric_name = "NotRecorded"
        dimensions  = { Function = local.convert.function_name }
        statistic   = "Sum"
        period      = 60
        periods     = 1
        threshold   = 0
      }
    },
    local.sweep == null ? {} : {
      undeliverable-decisions = {
        description = "A decision could not be put on its pipeline and is given up: decide in the console, and find out why. Or, if the log event `undelivered` has the type NotShown, a message asked for an approval that no pipeline shows: find out who publishes to the topic."
        namespace   = local.metric_namespace
        metric_name = "UndeliverableDecisions"
        dimensions  = {}
        statistic   = "Sum"
        period      = 60
        periods     = 1
        datapoints  = 1
        threshold   = 0
      }
      undelivered-decisions = {
        # Retries are at most a quarter of an hour apart, so two failures in half an hour mean a lasting problem.
        description = "Decisions keep failing to reach their pipeline. The log events `undelivered` say why."
        namespace   = local.metric_namespace
        metric_name = "UndeliveredDecisions"
        dimensions  = {}
        statistic   = "Sum"
        period      = 300
        periods     = 6
        datapoints  = 2
        threshold   = 0
      }
      unfinished-decisions = {
        description = "For ten minutes the sweep has had requests that it cannot finish. Its log events say which."
        namespace   = local.metric_namespace
        metric_name = "Unfinished"
        dimensions  = { Function = local.sweep }
        statistic   = "Maximum"
        period      = 60
        periods     = 10
        datapoints  = 10
        threshold   = 0
      }
    },
  )

  # Operations for which DynamoDB counts errors separately.
  table_operations = ["GetItem", "PutItem", "Query", "TransactGetItems", "TransactWriteItems", "UpdateItem"]

  # Each is a sum of metrics, above 0 in one period of five minutes.
  sum_alarms = merge(
    { for table in var.table_names : "${table}-throttles" => {
      description = "DynamoDB throttles ${table}: a hot key, or more traffic than the account's quota."
      metrics = [for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] :
      { namespace = "AWS/DynamoDB", metric_name = metric, dimensions = { TableName = table } }]
    } },
    { for table in var.table_names : "${table}-system-errors" => {
      description = "DynamoDB itself fails on ${table}. See AWS Health before anything else."
      metrics = [for operation in local.table_operations :
      { namespace = "AWS/DynamoDB", metric_name = "SystemErrors", dimensions = { TableName = table, Operation = operation } }]
    } },
    local.request == null || local.sweep == null ? {} : {
      mails-failed = {
        description = "SES did not take a mail to an approver. The log events `mail_failed` say why."
        metrics = [
          { namespace = local.metric_namespace, metric_name = "MailsFailed", dimensions = { Function = local.request } },
          { namespace = local.metric_namespace, metric_name = "MailsNotSent", dimensions = {} },
        ]
      }
    },
  )

  alarm_names = concat(
    values(aws_cloudwatch_metric_alarm.metric)[*].alarm_name,
    values(aws_cloudwatch_metric_alarm.sum)[*].alarm_name,
  )
}

resource "aws_cloudwatch_metric_alarm" "metric" {
  for_each = local.metric_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = try(each.value.datapoints, each.value.periods)
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  # No data means that nothing happened, which is not an alarm.
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  ok_actions         = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "sum" {
  for_each = local.sum_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "total"
    expression  = "SUM(FILL(METRICS(), 0))"
    label       = each.key
    return_data = true
  }

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id = "m${metric_query.key}"

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric_name
        dimensions  = metric_query.value.dimensions
        period      = 300
        stat        = "Sum"
      }
    }
  }
}
