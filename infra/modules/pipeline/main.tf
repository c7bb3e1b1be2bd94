data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.region
  partition = data.aws_partition.current.partition

  pipeline_arn    = "arn:${local.partition}:codepipeline:${local.region}:${local.account}:${var.name}"
  approval_stage  = "Approval"
  approval_action = "Approve"

  reaches_production = var.production != null
  # Stages and projects are named after these keys.
  deployments = { for stage, target in { staging = var.staging, production = var.production } : stage => target if target != null }
  stage_names = { for stage in keys(local.deployments) : stage => title(stage) }

  # As long as CodePipeline allows, 60 days, and not to be chosen: a wait that runs out fails the stage, and a stage that
  # fails is rolled back, which would deploy the release before at that moment, outside of the window.
  window_wait_minutes = 86400

  # Every later step gets the output of the resolve step, so both stages deploy the same commit.
  release_variables = jsonencode([
    { name = "RELEASE_SHA", value = "#{ResolveVariables.sha}", type = "PLAINTEXT" },
    { name = "RELEASE_TAG", value = "#{ResolveVariables.tag}", type = "PLAINTEXT" },
    { name = "EXECUTION_ID", value = "#{codepipeline.PipelineExecutionId}", type = "PLAINTEXT" },
  ])
}

resource "aws_codepipeline" "this" {
  name          = var.name
  role_arn      = aws_iam_role.pipeline.arn
  pipeline_type = "V2"
  # Releases run one after the other and none is dropped. PARALLEL does not support the rollback of a stage.
  execution_mode = "QUEUED"

  artifact_store {
    type     = "S3"
    location = var.artifact_bucket_name

    encryption_key {
      type = "KMS"
      id   = var.kms_key_arn
    }
  }

  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "Repository"

      push {
        tags {
          includes = var.tag_patterns
        }
      }
    }
  }

  stage {
    name = "Source"

    action {
      name             = "Repository"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["Source"]

      configuration = {
        ConnectionArn    = var.connection_arn
        FullRepositoryId = var.repository
        # Only for a start by hand. Otherwise the action would start a release at every push to the branch.
        BranchName    = "main"
        DetectChanges = "false"
        # A reference instead of a zip: the resolve step reads tags and history.
        OutputArtifactFormat = "CODEBUILD_CLONE_REF"
      }
    }
  }

  stage {
    name = "Resolve"

    action {
      name             = "Artifact"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      namespace        = "ResolveVariables"
      input_artifacts  = ["Source"]
      output_artifacts = ["Release"]

      configuration = {
        ProjectName = aws_codebuild_project.resolve.name
      }
    }
  }

  stage {
    name = local.stage_names["staging"]

    action {
      name            = "Deploy"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["Release"]

      configuration = {
        ProjectName          = aws_codebuild_project.deploy["staging"].name
        EnvironmentVariables = local.release_variables
      }
    }
  }

  dynamic "stage" {
    for_each = var.approval[*]

    content {
      name = local.approval_stage

      action {
        name               = local.approval_action
        category           = "Approval"
        owner              = "AWS"
        provider           = "Manual"
        version            = "1"
        timeout_in_minutes = stage.value.timeout_minutes

        configuration = {
          NotificationArn    = stage.value.topic_arn
          ExternalEntityLink = stage.value.review_url
          # The approvers read it as a note: the message itself names neither release nor execution.
          CustomData = "Release #{ResolveVariables.tag} of ${var.repository}, commit #{ResolveVariables.sha}, pipeline execution #{codepipeline.PipelineExecutionId}."
        }
      }
    }
  }

  dynamic "stage" {
    for_each = var.deployment_window[*]

    content {
      name = local.stage_names["production"]

      before_entry {
        condition {
          result = "FAIL"

          rule {
            name               = "DeploymentWindow"
            timeout_in_minutes = local.window_wait_minutes

            rule_type_id {
              category = "Rule"
              owner    = "AWS"
              provider = "DeploymentWindow"
              version  = "1"
            }

            configuration = {
              Cron     = stage.value.cron
              TimeZone = stage.value.time_zone
            }
          }
        }
      }

      on_failure {
        result = "ROLLBACK"
      }

      action {
        name            = "Deploy"
        category        = "Build"
        owner           = "AWS"
        provider        = "CodeBuild"
        version         = "1"
        input_artifacts = ["Release"]

        configuration = {
          ProjectName          = aws_codebuild_project.deploy["production"].name
          EnvironmentVariables = local.release_variables
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.approval == null || try(split(":", var.approval.topic_arn)[3] == local.region, false)
      error_message = "The approval topic is in another Region than the pipeline, and CodePipeline publishes only to its own."
    }
  }

  # CodePipeline uses the role when it creates the pipeline.
  depends_on = [aws_iam_role_policy.pipeline]
}
