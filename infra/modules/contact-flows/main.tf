data "aws_caller_identity" "current" {}

locals {
  # The flow that answers the instance's phone number: exactly one, or the plan fails below.
  answering = [for key, flow in local.flows : key if can(flow.answers)]
}

resource "aws_connect_lambda_function_association" "convert" {
  instance_id  = var.instance_id
  function_arn = var.convert_function.alias_arn
}

# Granted on the alias only: an invocation by the function's bare ARN is refused. After the association, for which
# Amazon Connect also adds a permission: Lambda takes one change of a function's policy at a time.
resource "aws_lambda_permission" "connect" {
  statement_id   = "AllowAmazonConnect"
  action         = "lambda:InvokeFunction"
  function_name  = var.convert_function.function_name
  qualifier      = var.convert_function.alias_name
  principal      = "connect.amazonaws.com"
  source_account = data.aws_caller_identity.current.account_id
  source_arn     = var.instance_arn

  depends_on = [aws_connect_lambda_function_association.convert]
}

resource "aws_connect_contact_flow" "this" {
  for_each = local.flows

  instance_id = var.instance_id
  name        = each.value.name
  description = each.value.description
  type        = each.value.type
  content     = local.contents[each.key]

  # Connect publishes a flow as it is created, and refuses it if it invokes a function that the instance does not know.
  depends_on = [
    aws_connect_lambda_function_association.convert,
    aws_lambda_permission.connect,
  ]

  lifecycle {
    precondition {
      condition     = can(jsondecode(local.contents[each.key]))
      error_message = "The flow ${each.key} is not JSON once its variables are filled in."
    }

    precondition {
      condition     = length(setsubtract(local.invoked[each.key], [var.convert_function.alias_arn])) == 0
      error_message = "The flow ${each.key} invokes what it may not: ${join(", ", setsubtract(local.invoked[each.key], [var.convert_function.alias_arn]))}."
    }
  }
}

resource "aws_connect_phone_number_contact_flow_association" "this" {
  instance_id     = var.instance_id
  phone_number_id = var.phone_number_id
  contact_flow_id = aws_connect_contact_flow.this[local.answering[0]].contact_flow_id

  lifecycle {
    precondition {
      condition     = length(local.answering) == 1
      error_message = "flows.yaml: exactly one flow has `answers`, because the instance has one phone number. These have it: ${join(", ", local.answering)}."
    }
  }
}
