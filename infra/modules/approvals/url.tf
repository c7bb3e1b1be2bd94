locals {
  # The function needs an address to start. This one can never be reached.
  base_url        = trimsuffix(coalesce(var.base_url, "https://approvals.invalid"), "/")
  is_function_url = can(regex("^https://[a-z0-9]+\\.lambda-url\\.[a-z0-9-]+\\.on\\.aws$", local.base_url))
}

# Public: approvers have no AWS access. Links and forms carry their own proof.
resource "aws_lambda_function_url" "this" {
  function_name      = module.decision.function_name
  qualifier          = module.decision.alias_name
  authorization_type = "NONE"
  invoke_mode        = "BUFFERED"

  lifecycle {
    postcondition {
      condition     = !local.is_function_url || trimsuffix(self.function_url, "/") == local.base_url
      error_message = "base_url is the address of another function: links would lead there. Set it to this function's URL, ${self.function_url}, or to a domain of your own."
    }
  }
}

# The provider adds statements of its own for NONE when it creates the URL, FunctionURLAllowPublicAccess
# and FunctionURLAllowInvokeAction. It does not track or repair them, so both statements that Lambda
# requires are here, with other ids. Everything that sends mail waits for all three: links work from the first.
#
# All three write the policy of one alias, of which Lambda takes one change at a time (ResourceConflictException). The
# provider retries a permission of ours, and not the statements that it adds itself: then the URL exists and is not in
# the state. So they are in one order.
resource "aws_lambda_permission" "url" {
  statement_id           = "AllowAnyoneByUrl"
  function_name          = module.decision.function_name
  qualifier              = module.decision.alias_name
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  function_url_auth_type = "NONE"

  depends_on = [aws_lambda_function_url.this]
}

# Without this statement everybody gets 403; without its condition anybody could invoke the function directly.
resource "aws_lambda_permission" "invoke_by_url" {
  statement_id             = "AllowAnyoneToInvokeByUrl"
  function_name            = module.decision.function_name
  qualifier                = module.decision.alias_name
  action                   = "lambda:InvokeFunction"
  principal                = "*"
  invoked_via_function_url = true

  depends_on = [aws_lambda_permission.url]
}
