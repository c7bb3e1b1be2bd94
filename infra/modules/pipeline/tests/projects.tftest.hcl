# Who may do what, and how the builds run.

mock_provider "aws" {
  source = "../../tests/mocks"
}

override_resource {
  target = aws_iam_role.pipeline
  values = { arn = "arn:aws:iam::123456789012:role/switchboard-pipeline" }
}

override_resource {
  target = aws_iam_role.resolve
  values = { arn = "arn:aws:iam::123456789012:role/switchboard-resolve" }
}

override_resource {
  target = aws_iam_role.deploy["staging"]
  values = { arn = "arn:aws:iam::123456789012:role/switchboard-deploy-staging" }
}

override_resource {
  target = aws_iam_role.deploy["production"]
  values = { arn = "arn:aws:iam::123456789012:role/switchboard-deploy-production" }
}

variables {
  name                 = "switchboard"
  connection_arn       = "arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000"
  repository           = "example/switchboard"
  artifact_bucket_name = "example-artifacts"
  artifact_bucket_arn  = "arn:aws:s3:::example-artifacts"
  kms_key_arn          = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  approval = {
    topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals"
    review_url = "https://api.uat.example.com/vanity-numbers"
  }
  staging = {
    environment     = "uat"
    account_id      = "555566667777"
    deploy_role_arn = "arn:aws:iam::555566667777:role/switchboard-deploy"
  }
  production = {
    environment     = "prod"
    account_id      = "666677778888"
    deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
    root            = "infra/elsewhere"
  }
  deployment_window = {
    cron      = "* * 9-15 ? * MON-FRI *"
    time_zone = "America/New_York"
  }
  terraform = {
    version      = "1.11.4"
    sha256       = "0000000000000000000000000000000000000000000000000000000000000000"
    download_url = "https://releases.example.com/terraform"
  }
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/switchboard-boundary"
  log_retention_days       = 365
}

run "each_role_is_for_one_purpose" {
  assert {
    condition = (
      aws_codepipeline.this.role_arn == "arn:aws:iam::123456789012:role/switchboard-pipeline"
      && aws_codebuild_project.resolve.service_role == "arn:aws:iam::123456789012:role/switchboard-resolve"
      && aws_codebuild_project.deploy["staging"].service_role == "arn:aws:iam::123456789012:role/switchboard-deploy-staging"
      && aws_codebuild_project.deploy["production"].service_role == "arn:aws:iam::123456789012:role/switchboard-deploy-production"
    )
    error_message = "a role is used for another purpose"
  }
  assert {
    condition = alltrue([
      for role in concat([aws_iam_role.pipeline, aws_iam_role.resolve], values(aws_iam_role.deploy)) :
      role.permissions_boundary == var.permissions_boundary_arn
    ])
    error_message = "a role has no boundary"
  }
  assert {
    condition = alltrue([
      for name, role in {
        "codepipeline.amazonaws.com arn:aws:codepipeline:us-east-1:123456789012:switchboard"                     = aws_iam_role.pipeline
        "codebuild.amazonaws.com arn:aws:codebuild:us-east-1:123456789012:project/switchboard-resolve"           = aws_iam_role.resolve
        "codebuild.amazonaws.com arn:aws:codebuild:us-east-1:123456789012:project/switchboard-deploy-staging"    = aws_iam_role.deploy["staging"]
        "codebuild.amazonaws.com arn:aws:codebuild:us-east-1:123456789012:project/switchboard-deploy-production" = aws_iam_role.deploy["production"]
      } :
      length(jsondecode(role.assume_role_policy).Statement) == 1
      && jsondecode(role.assume_role_policy).Statement[0].Principal.Service == split(" ", name)[0]
      && jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
      && jsondecode(role.assume_role_policy).Statement[0].Condition.ArnEquals["aws:SourceArn"] == split(" ", name)[1]
    ])
    error_message = "a role may be assumed for something else"
  }
  assert {
    condition = output.deploy_project_role_arns == {
      staging    = "arn:aws:iam::123456789012:role/switchboard-deploy-staging"
      production = "arn:aws:iam::123456789012:role/switchboard-deploy-production"
    }
    error_message = "the deploy roles would trust somebody else"
  }
}

run "the_pipeline_starts_and_asks_and_no_more" {
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.pipeline.policy).Statement : jsonencode(statement)] == [
      jsonencode({
        Sid      = "UseTheConnection"
        Effect   = "Allow"
        Action   = ["codeconnections:UseConnection", "codestar-connections:UseConnection"]
        Resource = "arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000"
        Condition = { StringEqualsIfExists = {
          "codeconnections:FullRepositoryId"      = "example/switchboard"
          "codestar-connections:FullRepositoryId" = "example/switchboard"
        } }
      }),
      jsonencode({
        Sid      = "LookAtTheBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"]
        Resource = "arn:aws:s3:::example-artifacts"
      }),
      jsonencode({
        Sid      = "ReadOwnArtifacts"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = ["arn:aws:s3:::example-artifacts/switchboard/*"]
      }),
      jsonencode({
        Sid      = "WriteOwnArtifacts"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:PutObjectAcl"]
        Resource = ["arn:aws:s3:::example-artifacts/switchboard/*"]
      }),
      jsonencode({
        Sid       = "UseTheKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
        Condition = { StringEquals = { "kms:ViaService" = ["codebuild.us-east-1.amazonaws.com", "codepipeline.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com", "sns.us-east-1.amazonaws.com"] } }
      }),
      jsonencode({
        Sid    = "RunTheProjects"
        Effect = "Allow"
        Action = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"]
        Resource = [
          "arn:aws:codebuild:us-east-1:123456789012:project/switchboard-deploy-production",
          "arn:aws:codebuild:us-east-1:123456789012:project/switchboard-deploy-staging",
          "arn:aws:codebuild:us-east-1:123456789012:project/switchboard-resolve",
        ]
      }),
      jsonencode({
        Sid      = "AskForApproval"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      }),
    ]
    error_message = "the pipeline may do more or less than said"
  }
}

run "resolving_reads_releases_and_writes_none" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.resolve.policy).Statement : statement.Sid => jsonencode([statement.Action, statement.Resource])
      } == {
      WriteLogs        = jsonencode([["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/switchboard-resolve:*"])
      UseTheConnection = jsonencode([["codeconnections:UseConnection", "codestar-connections:UseConnection"], var.connection_arn])
      LookAtTheBucket  = jsonencode([["s3:GetBucketAcl", "s3:GetBucketLocation"], "arn:aws:s3:::example-artifacts"])
      ReadOwnArtifacts = jsonencode([["s3:GetObject", "s3:GetObjectVersion"], ["arn:aws:s3:::example-artifacts/switchboard/*"]])
      WriteTheRelease  = jsonencode(["s3:PutObject", ["arn:aws:s3:::example-artifacts/switchboard/*"]])
      ReadReleases     = jsonencode(["s3:GetObject", "arn:aws:s3:::example-artifacts/lambda/*"])
      ListReleases     = jsonencode(["s3:ListBucket", "arn:aws:s3:::example-artifacts"])
      UseTheKey        = jsonencode([["kms:Decrypt", "kms:GenerateDataKey"], var.kms_key_arn])
    }
    error_message = "the resolve project may do more or less than said"
  }
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.resolve.policy).Statement : statement.Sid => jsonencode(statement.Condition) if can(statement.Condition)
      } == {
      UseTheConnection = jsonencode({ StringEqualsIfExists = {
        "codeconnections:FullRepositoryId"      = "example/switchboard"
        "codestar-connections:FullRepositoryId" = "example/switchboard"
      } })
      ListReleases = jsonencode({ StringLikeIfExists = { "s3:prefix" = "lambda/*" } })
      UseTheKey    = jsonencode({ StringEquals = { "kms:ViaService" = ["codebuild.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"] } })
    }
    error_message = "the resolve project may use another repository, or list more than releases"
  }
}

run "a_deploy_project_becomes_one_role_of_one_account" {
  assert {
    condition = alltrue([
      for stage, account in { staging = "555566667777", production = "666677778888" } : {
        for statement in jsondecode(aws_iam_role_policy.deploy[stage].policy).Statement : statement.Sid => jsonencode([statement.Action, statement.Resource])
        } == {
        WriteLogs           = jsonencode([["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/switchboard-deploy-${stage}:*"])
        ReadOwnArtifacts    = jsonencode([["s3:GetObject", "s3:GetObjectVersion"], ["arn:aws:s3:::example-artifacts/switchboard/*"]])
        LookAtTheBucket     = jsonencode([["s3:GetBucketAcl", "s3:GetBucketLocation"], "arn:aws:s3:::example-artifacts"])
        ReadTerraform       = jsonencode(["s3:GetObject", "arn:aws:s3:::example-artifacts/terraform/*"])
        SeeTheStage         = jsonencode(["codepipeline:GetPipelineState", "arn:aws:codepipeline:us-east-1:123456789012:switchboard"])
        ReadWithTheKey      = jsonencode(["kms:Decrypt", var.kms_key_arn])
        BecomeTheDeployRole = jsonencode(["sts:AssumeRole", "arn:aws:iam::${account}:role/switchboard-deploy"])
      }
    ])
    error_message = "a deploy project may do more or less than said"
  }
  assert {
    condition = alltrue([
      for policy in values(aws_iam_role_policy.deploy) :
      { for statement in jsondecode(policy.policy).Statement : statement.Sid => jsonencode(statement.Condition) if can(statement.Condition) } == {
        ReadWithTheKey = jsonencode({ StringEquals = { "kms:ViaService" = ["codebuild.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"] } })
      }
    ])
    error_message = "a deploy project may use the key by itself"
  }
}

run "builds_are_closed_and_encrypted" {
  assert {
    condition = alltrue([
      for project in concat([aws_codebuild_project.resolve], values(aws_codebuild_project.deploy)) :
      project.encryption_key == var.kms_key_arn
      && project.concurrent_build_limit == null && project.queued_timeout == 480
      && !project.environment[0].privileged_mode
      && project.logs_config[0].cloudwatch_logs[0].group_name == "/aws/codebuild/${project.name}"
      && project.source[0].type == "CODEPIPELINE" && project.artifacts[0].type == "CODEPIPELINE"
    ])
    error_message = "a project is open, not encrypted, logs elsewhere, or refuses a build instead of queueing it"
  }
  assert {
    condition = alltrue([
      for group in concat([aws_cloudwatch_log_group.resolve], values(aws_cloudwatch_log_group.deploy)) :
      group.kms_key_id == var.kms_key_arn && group.retention_in_days == 365
    ])
    error_message = "logs are not encrypted, or kept for ever"
  }
  assert {
    condition     = aws_codebuild_project.resolve.build_timeout == 15 && aws_codebuild_project.deploy["production"].build_timeout == 120
    error_message = "a build may run for too long"
  }
}

run "each_stage_deploys_to_its_account" {
  assert {
    condition = { for variable in aws_codebuild_project.deploy["staging"].environment[0].environment_variable : variable.name => variable.value } == {
      ENVIRONMENT            = "uat"
      ACCOUNT_ID             = "555566667777"
      ARTIFACT_BUCKET        = "example-artifacts"
      PIPELINE               = "switchboard"
      STAGE                  = "Staging"
      DEPLOY_ROLE_ARN        = "arn:aws:iam::555566667777:role/switchboard-deploy"
      ROOT                   = "infra/environments/uat/app"
      TERRAFORM_VERSION      = "1.11.4"
      TERRAFORM_SHA256       = "0000000000000000000000000000000000000000000000000000000000000000"
      TERRAFORM_DOWNLOAD_URL = "https://releases.example.com/terraform"
      TIMEOUT_SECONDS        = "6000"
    }
    error_message = "staging deploys something else, or elsewhere"
  }
  assert {
    condition = { for variable in aws_codebuild_project.deploy["production"].environment[0].environment_variable : variable.name => variable.value } == {
      ENVIRONMENT            = "prod"
      ACCOUNT_ID             = "666677778888"
      ARTIFACT_BUCKET        = "example-artifacts"
      PIPELINE               = "switchboard"
      STAGE                  = "Production"
      DEPLOY_ROLE_ARN        = "arn:aws:iam::666677778888:role/switchboard-deploy"
      ROOT                   = "infra/elsewhere"
      TERRAFORM_VERSION      = "1.11.4"
      TERRAFORM_SHA256       = "0000000000000000000000000000000000000000000000000000000000000000"
      TERRAFORM_DOWNLOAD_URL = "https://releases.example.com/terraform"
      TIMEOUT_SECONDS        = "6000"
    }
    error_message = "production deploys something else, or elsewhere"
  }
}

run "the_buildspecs_call_the_scripts_and_build_nothing" {
  variables {
    tag_patterns = ["v1*", "v2*"]
  }

  assert {
    condition = (
      yamldecode(aws_codebuild_project.resolve.source[0].buildspec).env["exported-variables"] == ["sha", "tag"]
      && yamldecode(aws_codebuild_project.resolve.source[0].buildspec).phases.build.commands[0] == "sh tools/deploy/resolve.sh \"$ARTIFACT_BUCKET\" \"$TAG_PATTERNS\" release.auto.tfvars.json"
      && { for variable in aws_codebuild_project.resolve.environment[0].environment_variable : variable.name => variable.value } == { ARTIFACT_BUCKET = "example-artifacts", TAG_PATTERNS = "v1* v2*" }
    )
    error_message = "Resolve does not resolve, or does not pass the result on"
  }
  assert {
    condition = (
      aws_codebuild_project.deploy["staging"].source[0].buildspec == aws_codebuild_project.deploy["production"].source[0].buildspec
      && length(yamldecode(aws_codebuild_project.deploy["staging"].source[0].buildspec).phases.build.commands) == 1
      && strcontains(yamldecode(aws_codebuild_project.deploy["staging"].source[0].buildspec).phases.build.commands[0], "sh tools/deploy/deploy.sh \"$ROOT\" release.auto.tfvars.json")
    )
    error_message = "the stages do not deploy in the same way"
  }
  assert {
    condition = (
      yamldecode(aws_codebuild_project.resolve.source[0].buildspec).artifacts == { files = ["release.tar"] }
      && contains(yamldecode(aws_codebuild_project.resolve.source[0].buildspec).phases.build.commands, "git archive --output=release.tar \"$sha\" infra tools/deploy")
      && yamldecode(aws_codebuild_project.deploy["staging"].source[0].buildspec).phases.install.commands[0] == "tar --extract --file=release.tar"
    )
    error_message = "files that begin with a dot may get lost between Resolve and the stages"
  }
  assert {
    condition = anytrue([
      for command in yamldecode(aws_codebuild_project.deploy["staging"].source[0].buildspec).phases.install.commands :
      strcontains(command, "TERRAFORM_SHA256") && strcontains(command, "sha256sum --check")
    ])
    error_message = "Terraform is run without looking at its checksum"
  }
  assert {
    condition = anytrue([
      for command in yamldecode(aws_codebuild_project.deploy["staging"].source[0].buildspec).phases.pre_build.commands :
      strcontains(command, "get-pipeline-state --name \"$PIPELINE\"") && strcontains(command, "OVERRIDE_ALARMS=1")
    ])
    error_message = "a rollback stops at the alarm that caused it"
  }
  assert {
    condition = alltrue([
      for buildspec in [aws_codebuild_project.resolve.source[0].buildspec, aws_codebuild_project.deploy["staging"].source[0].buildspec] :
      length(regexall("cargo|rustc|make |npm |docker|package\\.sh|publish\\.sh", buildspec)) == 0
    ])
    error_message = "a promotion builds"
  }
}

run "one_account_for_both_is_refused" {
  command = plan
  variables {
    production = {
      environment     = "prod"
      account_id      = "555566667777"
      deploy_role_arn = "arn:aws:iam::555566667777:role/switchboard-deploy"
    }
  }
  expect_failures = [var.production]
}

run "a_role_of_another_account_is_refused" {
  command = plan
  variables {
    staging = {
      environment     = "uat"
      account_id      = "555566667777"
      deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
    }
  }
  expect_failures = [var.staging]
}

run "production_is_prod" {
  command = plan
  variables {
    production = {
      environment     = "uat"
      account_id      = "666677778888"
      deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
    }
  }
  expect_failures = [var.production]
}

run "staging_is_not_prod" {
  command = plan
  variables {
    staging = {
      environment     = "prod"
      account_id      = "555566667777"
      deploy_role_arn = "arn:aws:iam::555566667777:role/switchboard-deploy"
    }
  }
  expect_failures = [var.staging]
}

run "an_old_terraform_is_refused" {
  command = plan
  variables {
    terraform = { version = "1.10.5", sha256 = "0000000000000000000000000000000000000000000000000000000000000000", download_url = "https://releases.example.com/terraform" }
  }
  expect_failures = [var.terraform]
}

run "a_terraform_without_a_checksum_is_refused" {
  command = plan
  variables {
    terraform = { version = "1.11.4", sha256 = "", download_url = "https://releases.example.com/terraform" }
  }
  expect_failures = [var.terraform]
}

run "a_download_without_tls_is_refused" {
  command = plan
  variables {
    terraform = { version = "1.11.4", sha256 = "0000000000000000000000000000000000000000000000000000000000000000", download_url = "http://releases.example.com/terraform" }
  }
  expect_failures = [var.terraform]
}

run "the_bucket_has_one_name" {
  command = plan
  variables {
    artifact_bucket_arn = "arn:aws:s3:::example-others"
  }
  expect_failures = [var.artifact_bucket_arn]
}

run "another_image_is_refused" {
  command = plan
  variables {
    build_image = "docker.example.com/builder:latest"
  }
  expect_failures = [var.build_image]
}

run "a_canary_needs_its_time" {
  command = plan
  variables {
    deploy_timeout_minutes = 10
  }
  expect_failures = [var.deploy_timeout_minutes]
}

run "a_boundary_is_a_policy" {
  command = plan
  variables {
    permissions_boundary_arn = "switchboard-boundary"
  }
  expect_failures = [var.permissions_boundary_arn]
}

run "an_alias_is_no_key" {
  command = plan
  variables {
    kms_key_arn = "alias/switchboard"
  }
  expect_failures = [var.kms_key_arn]
}

run "retention_is_one_that_cloudwatch_takes" {
  command = plan
  variables {
    log_retention_days = 100
  }
  expect_failures = [var.log_retention_days]
}
