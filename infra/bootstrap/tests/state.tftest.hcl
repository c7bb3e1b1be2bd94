mock_provider "aws" {
  source = "../tests/mocks"
}

variables {
  environment        = "dev"
  account_id         = "123456789012"
  region             = "us-east-1"
  owner              = "platform-team@example.com"
  cost_center        = "0000"
  github_repository  = "example/switchboard"
  artifact_bucket    = "example-switchboard-artifacts"
  tooling_account_id = "111122223333"
}

run "the_bucket" {
  command = plan

  assert {
    condition     = aws_s3_bucket.state.bucket == "switchboard-state-123456789012"
    error_message = "The other roots' backends name the bucket switchboard-state-<account id>."
  }
  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "A broken state is mended from its versions."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    error_message = "States are encrypted with the key."
  }
  assert {
    condition     = aws_kms_key.state.enable_key_rotation && aws_kms_key.state.deletion_window_in_days == 30
    error_message = "The key rotates, and 30 days are left to think its deletion over."
  }
  assert {
    condition     = aws_kms_alias.state.name == "alias/switchboard-state"
    error_message = "The other roots' backends name the key alias/switchboard-state."
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.state.rule[0].noncurrent_version_expiration[0].noncurrent_days == 365
    error_message = "Old states go after a year."
  }
  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.state.rule : length(rule.expiration) == 1 && rule.expiration[0].expired_object_delete_marker])
    error_message = "A current state never expires; what is left of a deleted lock does."
  }
  assert {
    condition = {
      for rule in aws_s3_bucket_lifecycle_configuration.state.rule : rule.filter[0].prefix => rule.noncurrent_version_expiration[0].noncurrent_days if startswith(rule.id, "locks-")
    } == { for root in ["app", "bootstrap", "platform"] : "dev/${root}.tfstate.tflock" => 7 }
    error_message = "Each lock leaves a version behind, which goes after a week."
  }
  assert {
    condition     = aws_s3_bucket_logging.state.target_bucket == "switchboard-state-logs-123456789012"
    error_message = "Reads of the state are logged."
  }
  assert {
    condition = alltrue([
      for block in values(aws_s3_bucket_public_access_block.this) :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ]) && length(aws_s3_bucket_public_access_block.this) == 2
    error_message = "Nothing of the two buckets is public."
  }
  assert {
    condition     = alltrue([for control in values(aws_s3_bucket_ownership_controls.this) : control.rule[0].object_ownership == "BucketOwnerEnforced"])
    error_message = "There are no access lists of objects."
  }
}

run "the_bucket_policies" {
  command = plan

  assert {
    condition = alltrue([for policy in values(aws_s3_bucket_policy.this) : contains([
      for s in jsondecode(policy.policy).Statement : s.Condition if s.Effect == "Deny" && s.Principal == "*" && s.Action == "s3:*"
    ], { Bool = { "aws:SecureTransport" = "false" } })])
    error_message = "Both buckets are reached by TLS only."
  }
  assert {
    condition = jsondecode(aws_s3_bucket_policy.this["state"].policy).Statement[2] == {
      Sid       = "ThisAccountOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::switchboard-state-123456789012", "arn:aws:s3:::switchboard-state-123456789012/*"]
      Condition = { StringNotEquals = { "aws:PrincipalAccount" = "123456789012" } }
    }
    error_message = "No other account reads a state."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this["state"].policy).Statement[3].Condition.Null == { "s3:x-amz-server-side-encryption" = "false" }
    error_message = "Requests without the header get the key by default, and must not be denied."
  }
  assert {
    condition = [for s in jsondecode(aws_s3_bucket_policy.this["state_logs"].policy).Statement : s if s.Effect == "Allow"] == [{
      Sid       = "AccessLogsOfTheState"
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::switchboard-state-logs-123456789012/state/*"
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::switchboard-state-123456789012" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }]
    error_message = "Only S3 itself writes access logs, and only of the state bucket."
  }
}

run "the_backend_of_this_root" {
  command = plan

  assert {
    condition     = strcontains(output.backend, "key                 = \"dev/bootstrap.tfstate\"")
    error_message = "This root's state has a key that the deploy role cannot touch."
  }
  assert {
    condition     = alltrue([for line in ["use_lockfile        = true", "encrypt             = true", "allowed_account_ids = [\"123456789012\"]"] : strcontains(output.backend, line)])
    error_message = "The backend locks, encrypts, and refuses other accounts."
  }
}

run "another_account_is_refused" {
  command = plan

  variables {
    account_id = "333344445555"
  }

  expect_failures = [aws_s3_bucket.state]
}
