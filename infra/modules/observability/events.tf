# Counts log events of the functions that their own metrics do not count.
locals {
  metric_namespace = "Switchboard"

  log_events = {
    # The decision is recorded, but the pipeline has not confirmed it. The next attempt usually succeeds.
    undelivered = {
      metric    = "UndeliveredDecisions"
      pattern   = "{ $.event = \"undelivered\" }"
      functions = ["approval-decision", "approval-sweep"]
    }
    # Given up: a person must put the decision on the pipeline, or no pipeline shows the approval, and people were
    # asked for nothing.
    undeliverable = {
      metric    = "UndeliverableDecisions"
      pattern   = "{ ($.event = \"undelivered\") && (($.error_type = \"Undeliverable\") || ($.error_type = \"NotShown\")) }"
      functions = ["approval-decision", "approval-sweep"]
    }
    # The sweep's own reminders and outcomes; approval-request counts its mails itself.
    mail-failed = {
      metric    = "MailsNotSent"
      pattern   = "{ $.event = \"mail_failed\" }"
      functions = ["approval-sweep"]
    }
  }

  log_filters = merge([
    for event, filter in local.log_events : {
      for function in filter.functions : "${function}-${event}" => {
        log_group_name = var.functions[function].log_group_name
        metric         = filter.metric
        pattern        = filter.pattern
      } if contains(keys(var.functions), function)
    }
  ]...)
}

resource "aws_cloudwatch_log_metric_filter" "event" {
  for_each = local.log_filters

  name           = "${var.name}-${each.key}"
  log_group_name = each.value.log_group_name
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = local.metric_namespace
    name          = each.value.metric
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}
