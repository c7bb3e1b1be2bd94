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

  # What people and clients did comes first. The metrics of AWS cannot tell the synthetic caller apart, so the titles of
  # their graphs say that it is in them.
  with_probe = local.probe == null ? "" : ", synthetic caller included"

  graphs = concat(
    [{ title = "What it is for: calls and approvals of people", stat = "Sum", metrics = local.business_metrics }],
    var.api_id == null ? [] : [
      { title = "API requests of clients: all, refused (4xx), failed (5xx)", stat = "Sum", metrics = [for metric in ["Requests", "RequestsRefused", "RequestsFailed"] : [local.metric_namespace, metric]] },
    ],
    [
      { title = "Invocations${local.with_probe}", stat = "Sum", metrics = local.function_metrics.Invocations },
      { title = "Errors${local.with_probe}", stat = "Sum", metrics = local.function_metrics.Errors },
      { title = "Throttles${local.with_probe}", stat = "Sum", metrics = local.function_metrics.Throttles },
      { title = "Duration, 99th percentile (ms)${local.with_probe}", stat = "p99", metrics = local.function_metrics.Duration },
    ],
    var.api_id == null ? [] : [
      { title = "API requests and errors${local.with_probe}", stat = "Sum", metrics = [for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]] },
      { title = "API requests without a valid signature, all refused${local.with_probe}", stat = "Sum", metrics = [[local.metric_namespace, "RequestsUnsigned"]] },
      { title = "API latency, 99th percentile (ms)${local.with_probe}", stat = "p99", metrics = [for metric in ["Latency", "IntegrationLatency"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]] },
    ],
    length(var.table_names) == 0 ? [] : [
      { title = "Tables: capacity${local.with_probe}", stat = "Sum", metrics = [for pair in setproduct(["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"], var.table_names) : ["AWS/DynamoDB", pair[0], "TableName", pair[1]]] },
      { title = "Tables: throttles${local.with_probe}", stat = "Sum", metrics = [for pair in setproduct(["ReadThrottleEvents", "WriteThrottleEvents"], var.table_names) : ["AWS/DynamoDB", pair[0], "TableName", pair[1]]] },
    ],
    length(var.failure_queues) == 0 ? [] : [
      { title = "Failures that wait for a person", stat = "Maximum", metrics = [for queue in var.failure_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]] },
    ],
    var.approvals == null ? [] : [
      { title = "Mail that did not arrive", stat = "Sum", metrics = [[var.approvals.mail_feedback.metric_namespace, var.approvals.mail_feedback.metric_name]] },
    ],
  )

  # Above the graphs, so that it is read before them.
  text_widgets = local.probe == null ? [] : [{
    type       = "text"
    x          = 0
    y          = 4
    width      = 24
    height     = 2
    properties = { markdown = "The synthetic caller (${local.probe}) runs every minute. Graphs that have it in them say so in their title${var.api_id == null ? "" : "; in those of the API it sends at most two requests a minute, one of them without a signature, which is refused (4xx)"}. Alarms go off for what it meets as for what people meet, except where they count people's calls alone." }
  }]
  graphs_from = 4 + 2 * length(local.text_widgets)

  # Two in a row, below the alarms and the text.
  graph_widgets = [for index, graph in [for graph in local.graphs : graph if length(graph.metrics) > 0] : {
    type   = "metric"
    x      = index % 2 * 12
    y      = local.graphs_from + floor(index / 2) * 6
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
  dashboard_body = "{\"widgets\":[${join(",", concat([for widget in local.alarm_widgets : jsonencode(widget)], [for widget in local.text_widgets : jsonencode(widget)], [for widget in local.graph_widgets : jsonencode(widget)]))}]}"
}
