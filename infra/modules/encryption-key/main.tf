data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

resource "aws_kms_key" "this" {
  description             = "Encrypts everything that ${var.name} keeps in this account."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.policy

  # Without the key, every table, log and artifact of the account is unreadable for ever.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}
