mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name        = "approvals"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

# A table that may not be destroyed is planned only: a test could not clean it up.
run "keys" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.hash_key == "pk" && aws_dynamodb_table.this.range_key == "sk"
    error_message = "The table's key is not what the functions read and write."
  }

  assert {
    condition     = { for attribute in aws_dynamodb_table.this.attribute : attribute.name => attribute.type } == { pk = "S", sk = "S", queue = "S", dueAt = "S" }
    error_message = "The attributes must be exactly those of the keys."
  }

  assert {
    condition     = length(aws_dynamodb_table.this.global_secondary_index) == 1 && one(aws_dynamodb_table.this.global_secondary_index).name == "open-requests"
    error_message = "There must be the one index open-requests."
  }

  assert {
    condition = [for key in one(aws_dynamodb_table.this.global_secondary_index).key_schema : "${key.key_type} ${key.attribute_name}"] == [
      "HASH queue", "RANGE dueAt",
    ]
    error_message = "The index has another key."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.global_secondary_index).projection_type == "INCLUDE" && one(aws_dynamodb_table.this.global_secondary_index).non_key_attributes == toset(["actionPath"])
    error_message = "The index projects something else."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.ttl).attribute_name == "expiresAt" && one(aws_dynamodb_table.this.ttl).enabled
    error_message = "Items must expire by expiresAt."
  }

  assert {
    condition     = output.table_name == "approvals"
    error_message = "The table must have the name that the functions get."
  }
}

run "data_is_kept_and_encrypted" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST"
    error_message = "The table must be paid by request."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.server_side_encryption).enabled && one(aws_dynamodb_table.this.server_side_encryption).kms_key_arn == var.kms_key_arn
    error_message = "The table must be encrypted with the given key."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.point_in_time_recovery).enabled && one(aws_dynamodb_table.this.point_in_time_recovery).recovery_period_in_days == 35
    error_message = "The table must be recoverable to any time of the last 35 days."
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "The table must be protected from deletion by default."
  }
}

run "deletion_protection_may_be_taken_off" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "deletion_protection = false has no effect."
  }
}

run "a_name_that_is_none_is_refused" {
  command = plan

  variables {
    name = "Numbers_"
  }

  expect_failures = [var.name]
}

run "the_alias_of_a_key_is_refused" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}
