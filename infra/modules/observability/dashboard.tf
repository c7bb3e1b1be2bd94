locals {
  # Metrics of an alias, so that a canary and the previous version can be distinguished.
  function_metrics = { for metric in ["Invocations", "Errors", "Throttles", "Duration"] : metric => [
    for function in values(var.functions) :
    ["AWS/Lambda", metric, "FunctionName", function.function_name, "Resource", "${function.function_name}:${function.alias_name}"]
  ] }

  business_metrics = [
    for pair in [
      ["vanity-convert", "Calls"],
      ["vanity-convert", "NotRecorded"],
      ["vanity-convert", "NumbersAskedFor"],
      ["approval-request", "RequestsOpened"],
      ["approval-request", "MailsSent"],
      ["approval-sweep", "MailsSent"],
      ["approval-sweep", "Unfinished"],
    ] :
    [local.metric_namespace, pair[1], "Function", var.functions[pair[0]].function_name]
    if contains(keys(var.functions), pair[0])
  ]

  graphs = concat(
    [
      { title = "What it is for", stat = "Sum", metrics = local.business_metrics },
      { title = "Invocations", stat = "Sum", metrics = local.function_metrics.Invocations },
      { title = "Errors", stat = "Sum", metrics = local.function_metrics.Errors },
      { title = "Throttles", stat = "Sum", metrics = local.function_metrics.Throttles },
      { title = "Duration, 99th percentile (ms)", stat = "p99", metrics = local.function_metrics.Duration },
    ],
    var.api_id == null ? [] : [
      { title = "API requests and errors", stat = "Sum", metrics = [for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]] },
      { title = "API latency, 99th percentile (ms)", stat = "p99", metrics = [for metric in ["Latency", "IntegrationLatency"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]] },
    ],
    length(var.table_names) == 0 ? [] : [
      { title = "Tables: capacity", stat = "Sum", metrics = [for pair in setproduct(["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"], var.table_names) : ["AWS/DynamoDB", pair[0], "TableName", pair[1]]] },
      { title = "Tables: throttles", stat = "Sum", metrics = [for pair in setproduct(["ReadThrottleEvents", "WriteThrottleEvents"], var.table_names) : ["AWS/DynamoDB", pair[0], "TableName", pair[1]]] },
    ],
    length(var.failure_queues) == 0 ? [] : [
      { title = "Failures that wait for a person", stat = "Maximum", metrics = [for queue in var.failure_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]] },
    ],
    var.approvals == null ? [] : [
      { title = "Mail that did not arrive", stat = "Sum", metrics = [[var.approvals.mail_feedback.metric_namespace, var.approvals.mail_feedback.metric_name]] },
    ],
  )

  # Two in a row, below the alarms.
  graph_widgets = [for index, graph in [for graph in local.graphs : graph if length(graph.metrics) > 0] : {
    type   = "metric"
    x      = index % 2 * 12
    y      = 4 + floor(index / 2) * 6
    width  = 12
    height = 6
    properties = {
      title   = graph.title
      region  = local.region
      view    = "timeSeries"
      stat    = graph.stat
      period  = 300
      metrics = graph.metrics
    }
  }]
  # Below the graphs. The metrics of AWS cannot tell the probe's requests from others.
  text_widgets = contains(keys(var.functions), "synthetic-probe") ? [{
    type       = "text"
    x          = 0
    y          = 4 + ceil(length(local.graph_widgets) / 2) * 6
    width      = 24
    height     = 2
    properties = { markdown = "Calls, NotRecorded and NumbersAskedFor count only people's calls. All other graphs of functions, API and tables include the synthetic caller: every minute one invocation of vanity-convert, one of vanity-lookup, and two requests to the API, one of which is refused (4xx)." }
  }] : []
  alarm_widgets = length(local.alarm_names) == 0 ? [] : [{
    type   = "alarm"
    x      = 0
    y      = 0
    width  = 24
    height = 4
    properties = {
      title  = "Alarms"
      alarms = [for name in sort(local.alarm_names) : "arn:${local.partition}:cloudwatch:${local.region}:${local.account_id}:alarm:${name}"]
    }
  }]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  # Separate lists: one list of all kinds would need a single type.
  dashboard_body = "{\"widgets\":[${join(",", concat([for widget in local.alarm_widgets : jsonencode(widget)], [for widget in local.graph_widgets : jsonencode(widget)], [for widget in local.text_widgets : jsonencode(widget)]))}]}"
}
