locals {
  index_name = "latest-callers"
}

# The table that shared/aws (vanity_table.rs) reads and writes. Keys, index and projection are those that the
# local stack creates (tools/local-stack/src/dynamodb/tables.rs).
resource "aws_dynamodb_table" "this" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "callerShard"
    type = "S"
  }

  attribute {
    name = "lastCalledAt"
    type = "S"
  }

  # The attributes that the list of latest callers shows, without vanity numbers: every call would write them twice.
  global_secondary_index {
    name               = local.index_name
    projection_type    = "INCLUDE"
    non_key_attributes = ["callCount", "firstCalledAt"]

    key_schema {
      attribute_name = "callerShard"
      key_type       = "HASH"
    }

    key_schema {
      attribute_name = "lastCalledAt"
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
