# Planned, not applied: the buckets cannot be destroyed again.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                = "example-switchboard-artifacts"
  kms_key_arn         = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  publisher_role_arns = ["arn:aws:iam::111122223333:role/switchboard-publish"]
  reader_role_arns    = ["arn:aws:iam::666677778888:role/switchboard-deploy", "arn:aws:iam::555566667777:role/switchboard-deploy"]
  log_retention_days  = 365
}

run "the_bucket_is_closed_and_encrypted" {
  command = plan

  assert {
    condition = alltrue([
      for block in [aws_s3_bucket_public_access_block.this, aws_s3_bucket_public_access_block.logs] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "a bucket may become public"
  }
  assert {
    condition = alltrue([
      for controls in [aws_s3_bucket_ownership_controls.this, aws_s3_bucket_ownership_controls.logs] :
      controls.rule[0].object_ownership == "BucketOwnerEnforced"
    ])
    error_message = "an object may belong to somebody else"
  }
  assert {
    condition = (
      one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
      && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn
    )
    error_message = "artifacts are not encrypted with the given key"
  }
  assert {
    condition = (
      aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
      && aws_s3_bucket_versioning.logs.versioning_configuration[0].status == "Enabled"
    )
    error_message = "versioning is off"
  }
  assert {
    condition     = !aws_s3_bucket.this.force_destroy && !aws_s3_bucket.logs.force_destroy
    error_message = "a bucket could be destroyed with what is in it"
  }
}

run "nothing_but_tls_is_taken" {
  command = plan

  assert {
    condition = contains(jsondecode(aws_s3_bucket_policy.this.policy).Statement, {
      Sid       = "DenyPlainTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-switchboard-artifacts", "arn:aws:s3:::example-switchboard-artifacts/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    })
    error_message = "plain HTTP is taken"
  }
  assert {
    condition = contains([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : jsonencode(try(statement.Condition, {}))],
      jsonencode({ NumericLessThan = { "s3:TlsVersion" = "1.2" } })
    )
    error_message = "TLS before 1.2 is taken"
  }
}

run "a_release_is_written_once_and_never_erased" {
  command = plan

  assert {
    condition = contains([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : jsonencode(statement)], jsonencode({
      Sid       = "DenyOverwriting"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = ["arn:aws:s3:::example-switchboard-artifacts/lambda/*", "arn:aws:s3:::example-switchboard-artifacts/terraform/*"]
      Condition = {
        Null = { "s3:if-none-match" = "true" }
        Bool = { "s3:ObjectCreationOperation" = "true" }
      }
    }))
    error_message = "a release can be overwritten"
  }
  assert {
    condition = contains([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : jsonencode(statement)], jsonencode({
      Sid       = "DenyErasing"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:DeleteObjectVersion"
      Resource  = "arn:aws:s3:::example-switchboard-artifacts/lambda/*"
    }))
    error_message = "a release can be erased"
  }
  assert {
    condition = alltrue([
      for key in ["s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-server-side-encryption"] : anytrue([
        for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
        statement.Effect == "Deny" && try(statement.Condition.StringNotEquals[key], null) == (endswith(key, "key-id") ? var.kms_key_arn : "aws:kms")
        && try(statement.Condition.Null[key], null) == "false"
      ])
    ])
    error_message = "an upload may choose another encryption"
  }
}

run "publishers_write_and_readers_read" {
  command = plan

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : jsonencode(statement) if statement.Effect == "Allow"] == [
      jsonencode({
        Sid       = "PublishReleases"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/switchboard-publish"] }
        Action    = "s3:PutObject"
        Resource  = ["arn:aws:s3:::example-switchboard-artifacts/lambda/*", "arn:aws:s3:::example-switchboard-artifacts/terraform/*"]
      }),
      jsonencode({
        Sid    = "ReadReleases"
        Effect = "Allow"
        Principal = { AWS = [
          "arn:aws:iam::111122223333:role/switchboard-publish",
          "arn:aws:iam::555566667777:role/switchboard-deploy",
          "arn:aws:iam::666677778888:role/switchboard-deploy",
        ] }
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::example-switchboard-artifacts/lambda/*"
      }),
      jsonencode({
        Sid    = "ListReleases"
        Effect = "Allow"
        Principal = { AWS = [
          "arn:aws:iam::111122223333:role/switchboard-publish",
          "arn:aws:iam::555566667777:role/switchboard-deploy",
          "arn:aws:iam::666677778888:role/switchboard-deploy",
        ] }
        Action    = "s3:ListBucket"
        Resource  = "arn:aws:s3:::example-switchboard-artifacts"
        Condition = { StringLikeIfExists = { "s3:prefix" = "lambda/*" } }
      }),
    ]
    error_message = "somebody may do more or less than said"
  }
}

run "releases_do_not_expire" {
  command = plan

  variables {
    expiring_prefixes = { "switchboard/" = 400 }
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id if length(rule.expiration) > 0] == ["switchboard"]
    error_message = "a rule expires releases"
  }
  assert {
    condition     = one([for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.expiration[0].days if rule.id == "switchboard"]) == 400
    error_message = "the pipeline's files do not expire after the given days"
  }
}

run "candidates_are_kept_apart" {
  command = plan

  variables {
    candidates = {
      publisher_role_arn = "arn:aws:iam::111122223333:role/switchboard-candidate"
      reader_role_arn    = "arn:aws:iam::333344445555:role/switchboard-deploy"
    }
  }

  assert {
    condition = [
      for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : jsonencode([statement.Action, statement.Principal.AWS])
      if statement.Effect == "Allow" && try(statement.Resource == "arn:aws:s3:::example-switchboard-artifacts/candidate/*", false)
      ] == [
      jsonencode(["s3:PutObject", ["arn:aws:iam::111122223333:role/switchboard-candidate"]]),
      jsonencode(["s3:GetObject", [
        "arn:aws:iam::111122223333:role/switchboard-candidate",
        "arn:aws:iam::111122223333:role/switchboard-publish",
        "arn:aws:iam::333344445555:role/switchboard-deploy",
      ]]),
    ]
    error_message = "somebody else publishes or reads candidates"
  }
  assert {
    condition = [
      for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Principal.AWS if statement.Sid == "PublishReleases"
    ] == [["arn:aws:iam::111122223333:role/switchboard-publish"]]
    error_message = "whoever publishes candidates can publish releases"
  }
  assert {
    condition     = contains([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : contains(flatten([statement.Resource]), "arn:aws:s3:::example-switchboard-artifacts/candidate/*") if statement.Sid == "DenyOverwriting"], true)
    error_message = "a candidate can be overwritten"
  }
  assert {
    condition     = one([for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.expiration[0].days if rule.id == "candidate"]) == 14
    error_message = "candidates do not expire"
  }
}

run "who_publishes_releases_publishes_no_candidates" {
  command = plan
  variables {
    candidates = {
      publisher_role_arn = "arn:aws:iam::111122223333:role/switchboard-publish"
      reader_role_arn    = "arn:aws:iam::333344445555:role/switchboard-deploy"
    }
  }
  expect_failures = [var.candidates]
}

run "candidates_are_read_by_a_role" {
  command = plan
  variables {
    candidates = {
      publisher_role_arn = "arn:aws:iam::111122223333:role/switchboard-candidate"
      reader_role_arn    = "arn:aws:iam::333344445555:root"
    }
  }
  expect_failures = [var.candidates]
}

run "the_mirror_cannot_be_made_to_expire" {
  command = plan
  variables {
    expiring_prefixes = { "terraform/" = 30 }
  }
  expect_failures = [var.expiring_prefixes]
}

run "access_is_logged" {
  command = plan

  assert {
    condition     = aws_s3_bucket.logs.bucket == "example-switchboard-artifacts-logs" && aws_s3_bucket_logging.this.target_prefix == "access/"
    error_message = "access is not logged"
  }
  assert {
    condition = contains([for statement in jsondecode(aws_s3_bucket_policy.logs.policy).Statement : jsonencode(statement)], jsonencode({
      Sid       = "DeliverAccessLogs"
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::example-switchboard-artifacts-logs/access/*"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:s3:::example-switchboard-artifacts" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }))
    error_message = "logs cannot be delivered, or by others too"
  }
  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.logs.rule).expiration[0].days == 365
    error_message = "logs are not kept for the given days"
  }
}

run "outputs" {
  command = plan

  assert {
    condition     = output.bucket_name == "example-switchboard-artifacts" && output.bucket_arn == "arn:aws:s3:::example-switchboard-artifacts"
    error_message = "wrong outputs"
  }
}

run "a_publisher_is_a_role" {
  command = plan
  variables {
    publisher_role_arns = ["arn:aws:iam::111122223333:root"]
  }
  expect_failures = [var.publisher_role_arns]
}

run "a_reader_is_a_role" {
  command = plan
  variables {
    reader_role_arns = ["arn:aws:iam::555566667777:role/*"]
  }
  expect_failures = [var.reader_role_arns]
}

run "a_reader_does_not_publish" {
  command = plan
  variables {
    reader_role_arns = ["arn:aws:iam::111122223333:role/switchboard-publish"]
  }
  expect_failures = [var.reader_role_arns]
}

run "an_alias_is_no_key" {
  command = plan
  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:111122223333:alias/switchboard"
  }
  expect_failures = [var.kms_key_arn]
}

run "a_bucket_name_fits_with_its_logs" {
  command = plan
  variables {
    name = "Artifacts"
  }
  expect_failures = [var.name]
}

run "releases_cannot_be_made_to_expire" {
  command = plan
  variables {
    expiring_prefixes = { "lambda/old/" = 30 }
  }
  expect_failures = [var.expiring_prefixes]
}

run "logs_are_kept_for_whole_days" {
  command = plan
  variables {
    log_retention_days = 0
  }
  expect_failures = [var.log_retention_days]
}
