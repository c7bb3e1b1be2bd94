# Counts the API's requests from its access log, because the metrics of API Gateway cannot tell the synthetic caller's
# from others.
locals {
  probe = try(var.functions["synthetic-probe"].function_name, null)

  # The caller is "<id of the role>:<session>", and the session of a function's role is named after the function. Of a
  # request without a valid signature API Gateway writes "-".
  signed = join(" && ", concat(["($.caller != \"-\")"], local.probe == null ? [] : ["($.caller != \"*:${local.probe}\")"]))

  request_metrics = {
    Requests         = "{ ${local.signed} }"
    RequestsRefused  = "{ ${local.signed} && ($.status = \"4*\") }"
    RequestsFailed   = "{ ${local.signed} && ($.status = \"5*\") }"
    RequestsUnsigned = "{ $.caller = \"-\" }"
  }
}

resource "aws_cloudwatch_log_metric_filter" "request" {
  for_each = var.api_access_log_group_name == null ? {} : local.request_metrics

  name           = "${var.name}-${each.key}"
  log_group_name = var.api_access_log_group_name
  pattern        = each.value

  metric_transformation {
    namespace     = local.metric_namespace
    name          = each.key
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}
