locals {
  adopted_number    = try(regex("^arn:[a-z-]+:connect:(?P<region>[^:]+):(?P<account>[^:]+):phone-number/(?P<id>.+)$", var.phone_number.adopt_arn), null)
  phone_number_id   = local.adopted_number == null ? one(aws_connect_phone_number.this[*].id) : local.adopted_number.id
  phone_number_arn  = local.adopted_number == null ? one(aws_connect_phone_number.this[*].arn) : var.phone_number.adopt_arn
  phone_number_e164 = one(aws_connect_phone_number.this[*].phone_number)
}

resource "aws_connect_phone_number" "this" {
  count = var.phone_number.adopt_arn == null ? 1 : 0

  target_arn   = aws_connect_instance.this.arn
  country_code = var.phone_number.country_code
  type         = var.phone_number.type
  description  = "Callers dial it. Not to be released: a released number may be gone, and claims blocked for 180 days."

  lifecycle {
    prevent_destroy = true

    # Both matter only when a number is claimed: an imported number has others, and a difference would claim another number.
    ignore_changes = [description, prefix]
  }
}

# Other roots find the number here without this root's state. The id is not a secret.
resource "aws_ssm_parameter" "phone_number_id" {
  name        = "/switchboard/connect/phone-number-id"
  description = "Id of the phone number that callers dial."
  type        = "String"
  value       = local.phone_number_id

  lifecycle {
    precondition {
      condition = local.adopted_number == null || try(
        local.adopted_number.account == data.aws_caller_identity.current.account_id &&
        local.adopted_number.region == data.aws_region.current.region,
        false,
      )
      error_message = "phone_number.adopt_arn names a number of another account or region: an instance answers only its own."
    }
  }
}
