data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

resource "aws_connect_instance" "this" {
  instance_alias           = var.alias
  identity_management_type = var.identity_management

  # Every attribute that the provider knows, because it sends its own defaults of those that are left out: for early
  # media that is true, which is for outbound calls only.
  inbound_calls_enabled            = true
  outbound_calls_enabled           = false
  auto_resolve_best_voices_enabled = true
  contact_flow_logs_enabled        = var.contact_flow_logs
  contact_lens_enabled             = false
  early_media_enabled              = false
  multi_party_conference_enabled   = false

  # Amazon Connect would create the group itself, unencrypted and without retention.
  depends_on = [aws_cloudwatch_log_group.contact_flows]

  # Deleting an instance deletes its flows, users and numbers, and 100 creations and deletions in 30 days lock an account.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "contact_flows" {
  count = var.contact_flow_logs ? 1 : 0

  name              = "/aws/connect/${var.alias}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}
