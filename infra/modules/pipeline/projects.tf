locals {
  # Minutes, the most that CodeBuild takes. Builds wait for the account's quota of concurrent builds, and one that waits
  # for too long fails its stage. No project has a limit of its own: it would refuse the build instead of queueing it.
  queued_timeout = 480
}

resource "aws_codebuild_project" "resolve" {
  name           = "${var.name}-resolve"
  description    = "Finds the artifacts of the tag that started a release, and builds nothing."
  service_role   = aws_iam_role.resolve.arn
  encryption_key = var.kms_key_arn
  build_timeout  = 15
  queued_timeout = local.queued_timeout

  source {
    type      = "CODEPIPELINE"
    buildspec = file("${path.module}/buildspecs/resolve.yml")
  }

  artifacts {
    type = "CODEPIPELINE"
  }

  environment {
    type                        = "LINUX_CONTAINER"
    compute_type                = "BUILD_GENERAL1_SMALL"
    image                       = var.build_image
    image_pull_credentials_type = "CODEBUILD"
    privileged_mode             = false

    environment_variable {
      name  = "ARTIFACT_BUCKET"
      value = var.artifact_bucket_name
    }
    environment_variable {
      name  = "TAG_PATTERNS"
      value = join(" ", var.tag_patterns)
    }
  }

  logs_config {
    cloudwatch_logs {
      status     = "ENABLED"
      group_name = aws_cloudwatch_log_group.resolve.name
    }
    s3_logs {
      status = "DISABLED"
    }
  }
}

resource "aws_codebuild_project" "deploy" {
  for_each = local.deployments

  name           = "${var.name}-deploy-${each.key}"
  description    = "Deploys a resolved release to ${each.value.environment}: Terraform, then CodeDeploy, then a smoke test."
  service_role   = aws_iam_role.deploy[each.key].arn
  encryption_key = var.kms_key_arn
  build_timeout  = var.deploy_timeout_minutes
  queued_timeout = local.queued_timeout

  source {
    type      = "CODEPIPELINE"
    buildspec = file("${path.module}/buildspecs/deploy.yml")
  }

  artifacts {
    type = "CODEPIPELINE"
  }

  environment {
    type                        = "LINUX_CONTAINER"
    compute_type                = "BUILD_GENERAL1_SMALL"
    image                       = var.build_image
    image_pull_credentials_type = "CODEBUILD"
    privileged_mode             = false

    dynamic "environment_variable" {
      for_each = {
        ENVIRONMENT            = each.value.environment
        ACCOUNT_ID             = each.value.account_id
        ARTIFACT_BUCKET        = var.artifact_bucket_name
        DEPLOY_ROLE_ARN        = each.value.deploy_role_arn
        PIPELINE               = var.name
        STAGE                  = local.stage_names[each.key]
        ROOT                   = coalesce(each.value.root, "infra/environments/${each.value.environment}/app")
        TERRAFORM_VERSION      = var.terraform.version
        TERRAFORM_SHA256       = var.terraform.sha256
        TERRAFORM_DOWNLOAD_URL = var.terraform.download_url
        # Shifting gives up, and rolls back, before CodeBuild would end it without a word.
        TIMEOUT_SECONDS = (var.deploy_timeout_minutes - 20) * 60
      }

      content {
        name  = environment_variable.key
        value = environment_variable.value
      }
    }
  }

  logs_config {
    cloudwatch_logs {
      status     = "ENABLED"
      group_name = aws_cloudwatch_log_group.deploy[each.key].name
    }
    s3_logs {
      status = "DISABLED"
    }
  }
}
