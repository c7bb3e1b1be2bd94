locals {
  # The schema of AWS.AppConfig.FeatureFlags.
  content = jsonencode({
    version = "1"
    flags   = { for key, flag in var.flags : key => { name = key, description = flag.description } }
    values  = { for key, flag in var.flags : key => { enabled = flag.enabled } }
  })
}

resource "aws_appconfig_application" "this" {
  name        = var.name
  description = "Feature flags of ${var.name}."
}

resource "aws_appconfig_configuration_profile" "flags" {
  application_id     = aws_appconfig_application.this.id
  name               = "feature-flags"
  description        = "What is deployed and not yet released."
  type               = "AWS.AppConfig.FeatureFlags"
  location_uri       = "hosted"
  kms_key_identifier = var.kms_key_arn
}

resource "terraform_data" "content" {
  input = local.content
}

resource "aws_appconfig_hosted_configuration_version" "flags" {
  application_id           = aws_appconfig_application.this.id
  configuration_profile_id = aws_appconfig_configuration_profile.flags.configuration_profile_id
  description              = "From Terraform."
  content_type             = "application/json"
  content                  = local.content

  lifecycle {
    # AppConfig adds times to what it stores, which would look like a change in every plan, and roll
    # the same flags out again. What counts is the content that was asked for.
    ignore_changes       = [content]
    replace_triggered_by = [terraform_data.content]

    # Destroyed first, a version leaves its number to the next, and the deployment sees no change.
    create_before_destroy = true
  }
}
