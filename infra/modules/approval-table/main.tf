locals {
  index_name = "open-requests"
}

# The table that shared/aws (approval_table.rs) reads and writes. Keys, index and projection are those that the
# local stack creates (tools/local-stack/src/dynamodb/tables.rs).
resource "aws_dynamodb_table" "this" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  attribute {
    name = "queue"
    type = "S"
  }

  attribute {
    name = "dueAt"
    type = "S"
  }

  # Sparse: only requests that are still open have a queue.
  global_secondary_index {
    name               = local.index_name
    projection_type    = "INCLUDE"
    non_key_attributes = ["actionPath"]

    key_schema {
      attribute_name = "queue"
      key_type       = "HASH"
    }

    key_schema {
      attribute_name = "dueAt"
      key_type       = "RANGE"
    }
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  lifecycle {
    prevent_destroy = true
  }
}
