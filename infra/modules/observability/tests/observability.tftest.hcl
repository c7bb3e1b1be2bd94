mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name = "switchboard"
  functions = {
    vanity-convert    = { function_name = "vanity-convert", alias_name = "live", log_group_name = "/aws/lambda/vanity-convert" }
    approval-request  = { function_name = "approval-request", alias_name = "live", log_group_name = "/aws/lambda/approval-request" }
    approval-decision = { function_name = "approval-decision", alias_name = "live", log_group_name = "/aws/lambda/approval-decision" }
    approval-sweep    = { function_name = "approval-sweep", alias_name = "live", log_group_name = "/aws/lambda/approval-sweep" }
  }
  failure_queues = ["approval-request-failures"]
  api_id         = "a1b2c3d4e5"

  api_access_log_group_name = "/aws/vendedlogs/apigateway/vanity-numbers"
  approvals = {
    mail_feedback = { metric_namespace = "Switchboard", metric_name = "UndeliveredMails" }
  }
  table_names  = ["vanity-numbers", "approvals"]
  alarm_emails = ["on-call@example.com"]
  kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "the_topic" {
  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn
    error_message = "The topic is encrypted with the key."
  }
  assert {
    condition = jsondecode(aws_sns_topic_policy.alarms.policy).Statement == [
      {
        Sid       = "AlarmsOfThisAccount"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms.arn
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*" }
          StringEquals = { "aws:SourceAccount" = "123456789012" }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alarms.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
    error_message = "Only alarms of this account publish, by TLS."
  }
  assert {
    condition     = [for subscription in aws_sns_topic_subscription.email : [subscription.topic_arn, subscription.protocol, subscription.endpoint]] == [[aws_sns_topic.alarms.arn, "email", "on-call@example.com"]]
    error_message = "Alarms are mailed."
  }
}

run "every_alarm_is_heard" {
  assert {
    condition = output.alarm_names == tolist([
      "switchboard-approval-request-failures-age",
      "switchboard-approval-request-failures-messages",
      "switchboard-approvals-system-errors",
      "switchboard-approvals-throttles",
      "switchboard-calls-not-recorded",
      "switchboard-mails-failed",
      "switchboard-undeliverable-decisions",
      "switchboard-undelivered-decisions",
      "switchboard-unfinished-decisions",
      "switchboard-vanity-numbers-system-errors",
      "switchboard-vanity-numbers-throttles",
    ])
    error_message = "These are the alarms."
  }
  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.metric), values(aws_cloudwatch_metric_alarm.sum)) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])
    ])
    error_message = "Every alarm notifies the topic when it goes off and when it returns to OK."
  }
  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.metric), values(aws_cloudwatch_metric_alarm.sum)) :
      alarm.comparison_operator == "GreaterThanThreshold" && alarm.treat_missing_data == "notBreaching" && length(alarm.alarm_description) > 20
    ])
    error_message = "Every alarm is above a threshold, is quiet while nothing happens, and says what to do."
  }
}

run "failure_queues" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.metric["approval-request-failures-messages"].metric_name == "ApproximateNumberOfMessagesVisible"
      && aws_cloudwatch_metric_alarm.metric["approval-request-failures-messages"].threshold == 0
      && aws_cloudwatch_metric_alarm.metric["approval-request-failures-messages"].dimensions == tomap({ QueueName = "approval-request-failures" })
    )
    error_message = "One failure is enough."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.metric["approval-request-failures-age"].metric_name == "ApproximateAgeOfOldestMessage"
      && aws_cloudwatch_metric_alarm.metric["approval-request-failures-age"].threshold == 14400
    )
    error_message = "A failure that stays there sets off the second alarm."
  }
}

run "calls_that_are_not_recorded" {
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].namespace == "Switchboard"
      && aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].metric_name == "NotRecorded"
      && aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].dimensions == tomap({ Function = "vanity-convert" })
      && aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].statistic == "Sum"
      && aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].threshold == 0
    )
    error_message = "One lost call is enough: at a thousand calls a month there is not a second one soon."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].period * aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].evaluation_periods == 60
    error_message = "A canary lasts five minutes, so the alarm goes off within one."
  }
  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.metric["calls-not-recorded"].alarm_description, "\"not_recorded\" in /aws/lambda/vanity-convert")
    error_message = "The description says where to look."
  }
}

run "decisions_and_mails" {
  assert {
    condition = {
      for key, filter in aws_cloudwatch_log_metric_filter.event : key => [filter.log_group_name, filter.pattern, filter.metric_transformation[0].name]
      } == {
      approval-decision-undeliverable = ["/aws/lambda/approval-decision", "{ ($.event = \"undelivered\") && (($.error_type = \"Undeliverable\") || ($.error_type = \"NotShown\")) }", "UndeliverableDecisions"]
      approval-decision-undelivered   = ["/aws/lambda/approval-decision", "{ $.event = \"undelivered\" }", "UndeliveredDecisions"]
      approval-sweep-mail-failed      = ["/aws/lambda/approval-sweep", "{ $.event = \"mail_failed\" }", "MailsNotSent"]
      approval-sweep-undeliverable    = ["/aws/lambda/approval-sweep", "{ ($.event = \"undelivered\") && (($.error_type = \"Undeliverable\") || ($.error_type = \"NotShown\")) }", "UndeliverableDecisions"]
      approval-sweep-undelivered      = ["/aws/lambda/approval-sweep", "{ $.event = \"undelivered\" }", "UndeliveredDecisions"]
    }
    error_message = "The log events are counted as the functions write them."
  }
  assert {
    condition     = alltrue([for filter in values(aws_cloudwatch_log_metric_filter.event) : filter.metric_transformation[0].namespace == "Switchboard" && filter.metric_transformation[0].default_value == "0"])
    error_message = "They are counted beside the functions' own metrics."
  }
  assert {
    condition = alltrue([for key in ["undeliverable-decisions", "undelivered-decisions"] :
      contains([for filter in values(aws_cloudwatch_log_metric_filter.event) : filter.metric_transformation[0].name], aws_cloudwatch_metric_alarm.metric[key].metric_name)
      && aws_cloudwatch_metric_alarm.metric[key].namespace == "Switchboard"
    ])
    error_message = "The alarms watch what the filters count."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.metric["undelivered-decisions"].evaluation_periods == 6
      && aws_cloudwatch_metric_alarm.metric["undelivered-decisions"].datapoints_to_alarm == 2
      && aws_cloudwatch_metric_alarm.metric["undeliverable-decisions"].datapoints_to_alarm == 1
    )
    error_message = "One failed attempt needs nobody; a decision that is given up does."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.metric["unfinished-decisions"].metric_name == "Unfinished"
      && aws_cloudwatch_metric_alarm.metric["unfinished-decisions"].dimensions == tomap({ Function = "approval-sweep" })
      && aws_cloudwatch_metric_alarm.metric["unfinished-decisions"].period * aws_cloudwatch_metric_alarm.metric["unfinished-decisions"].evaluation_periods == 600
      && aws_cloudwatch_metric_alarm.metric["unfinished-decisions"].datapoints_to_alarm == 10
      && aws_cloudwatch_metric_alarm.metric["unfinished-decisions"].threshold == 0
    )
    error_message = "Unfinished decisions are said after ten minutes."
  }
  assert {
    condition = toset([for query in aws_cloudwatch_metric_alarm.sum["mails-failed"].metric_query : "${query.metric[0].metric_name} ${jsonencode(query.metric[0].dimensions)}" if length(query.metric) > 0]) == toset([
      "MailsFailed {\"Function\":\"approval-request\"}", "MailsNotSent {}",
    ])
    error_message = "Mails of both functions are counted."
  }
}

run "tables" {
  assert {
    condition = alltrue([for table in var.table_names : toset([
      for query in aws_cloudwatch_metric_alarm.sum["${table}-throttles"].metric_query : query.metric[0].metric_name if length(query.metric) > 0
    ]) == toset(["ReadThrottleEvents", "WriteThrottleEvents"])])
    error_message = "Throttled reads and writes of each table are watched."
  }
  assert {
    condition = alltrue([for query in aws_cloudwatch_metric_alarm.sum["approvals-system-errors"].metric_query :
    query.metric[0].metric_name == "SystemErrors" && query.metric[0].dimensions.TableName == "approvals" if length(query.metric) > 0])
    error_message = "DynamoDB's own errors are watched by operation."
  }
  assert {
    condition     = alltrue([for alarm in values(aws_cloudwatch_metric_alarm.sum) : length([for query in alarm.metric_query : query if query.return_data == true]) == 1])
    error_message = "An alarm looks at one result."
  }
}

run "the_dashboard" {
  assert {
    condition     = output.dashboard_name == "switchboard"
    error_message = "The dashboard has the module's name."
  }
  assert {
    condition = alltrue([for metric in [
      ["Switchboard", "Calls", "Function", "vanity-convert"],
      ["Switchboard", "NotRecorded", "Function", "vanity-convert"],
      ["Switchboard", "NumbersAskedFor", "Function", "vanity-convert"],
      ["Switchboard", "RequestsOpened", "Function", "approval-request"],
      ["Switchboard", "MailsSent", "Function", "approval-request"],
      ["Switchboard", "Unfinished", "Function", "approval-sweep"],
      ["AWS/Lambda", "Errors", "FunctionName", "vanity-convert", "Resource", "vanity-convert:live"],
      ["AWS/ApiGateway", "4xx", "ApiId", "a1b2c3d4e5"],
      ["AWS/ApiGateway", "5xx", "ApiId", "a1b2c3d4e5"],
      ["AWS/ApiGateway", "Latency", "ApiId", "a1b2c3d4e5"],
      ["AWS/DynamoDB", "WriteThrottleEvents", "TableName", "vanity-numbers"],
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "approval-request-failures"],
      ["Switchboard", "UndeliveredMails"],
    ] : strcontains(aws_cloudwatch_dashboard.this.dashboard_body, jsonencode(metric))])
    error_message = "The dashboard shows calls, approvals, functions, the API, tables, queues and mail."
  }
  assert {
    condition     = !strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "ProbeCalls")
    error_message = "The dashboard shows people's calls, not the probe's."
  }
  assert {
    condition     = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.region == "us-east-1" if widget.type == "metric"])
    error_message = "Graphs are of the provider's region."
  }
  assert {
    condition     = length(one([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.alarms if widget.type == "alarm"])) == length(output.alarm_names)
    error_message = "The dashboard starts with all alarms."
  }
  assert {
    condition     = length(distinct([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : "${widget.x}/${widget.y}"])) == length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets)
    error_message = "No two graphs overlap."
  }
}

run "without_approvals" {
  variables {
    functions = {
      vanity-convert = { function_name = "vanity-convert", alias_name = "live", log_group_name = "/aws/lambda/vanity-convert" }
    }
    failure_queues = []
    api_id         = null

    api_access_log_group_name = null

    approvals    = null
    table_names  = []
    alarm_emails = []
  }

  assert {
    condition     = output.alarm_names == tolist(["switchboard-calls-not-recorded"]) && length(aws_cloudwatch_log_metric_filter.event) + length(aws_cloudwatch_log_metric_filter.request) == 0
    error_message = "What is not there is not watched."
  }
  assert {
    condition     = !strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "ApiGateway") && !strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "RequestsOpened")
    error_message = "What is not there is not shown."
  }
}

run "requests_without_the_log_that_counts_them" {
  command = plan
  variables {
    api_access_log_group_name = null
  }
  expect_failures = [var.api_access_log_group_name]
}

run "mail_that_nobody_counts" {
  command = plan
  variables {
    approvals = { mail_feedback = null }
  }
  expect_failures = [var.approvals]
}

run "refused" {
  variables {
    name                = "Switchboard"
    functions           = {}
    failure_queues      = ["one", "one"]
    failure_age_seconds = 1
    table_names         = ["one", "one"]
    alarm_emails        = ["On Call <on-call@example.com>"]
    kms_key_arn         = "alias/aws/sns"
  }

  command = plan
  expect_failures = [
    var.name, var.functions, var.failure_queues, var.failure_age_seconds, var.table_names, var.alarm_emails, var.kms_key_arn,
  ]
}

run "where_the_probe_runs" {
  variables {
    functions = {
      vanity-convert  = { function_name = "vanity-convert", alias_name = "live", log_group_name = "/aws/lambda/vanity-convert" }
      synthetic-probe = { function_name = "synthetic-probe", alias_name = "live", log_group_name = "/aws/lambda/synthetic-probe" }
    }
  }

  assert {
    condition     = length([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget if widget.type == "text"]) == 1
    error_message = "The dashboard says which graphs have the probe in them."
  }
  assert {
    condition = alltrue([
      for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets :
      endswith(widget.properties.title, ", synthetic caller included") == (startswith(widget.properties.metrics[0][0], "AWS/") && widget.properties.metrics[0][0] != "AWS/SQS" || widget.properties.metrics[0][1] == "RequestsUnsigned")
      if widget.type == "metric"
    ])
    error_message = "A graph that has the probe in it does not say so in its title, or one says so that has not."
  }
  assert {
    condition = [for widget in slice(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets, 0, 4) : try(widget.properties.title, widget.type)] == [
      "Alarms", "text", "What it is for: calls and approvals of people", "API requests of clients: all, refused (4xx), failed (5xx)",
    ]
    error_message = "What people and clients did does not come first."
  }
  assert {
    condition = { for name, filter in aws_cloudwatch_log_metric_filter.request : name => filter.pattern } == {
      Requests         = "{ ($.caller != \"-\") && ($.caller != \"*:synthetic-probe\") }"
      RequestsRefused  = "{ ($.caller != \"-\") && ($.caller != \"*:synthetic-probe\") && ($.status = \"4*\") }"
      RequestsFailed   = "{ ($.caller != \"-\") && ($.caller != \"*:synthetic-probe\") && ($.status = \"5*\") }"
      RequestsUnsigned = "{ $.caller = \"-\" }"
    }
    error_message = "The probe's requests are counted as clients'."
  }
  assert {
    condition     = length(distinct([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : "${widget.x}/${widget.y}"])) == length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets)
    error_message = "No two widgets overlap."
  }
}
