locals {
  # CodePipeline names the folder of its artifacts after the pipeline, and cuts a long name to 20 characters.
  artifact_folders = distinct([substr(var.name, 0, 20), var.name])
  own_artifacts    = [for folder in local.artifact_folders : "${var.artifact_bucket_arn}/${folder}/*"]

  projects = concat(["resolve"], [for stage in keys(local.deployments) : "deploy-${stage}"])
  # Built by name, because each policy must exist before the resources that it names.
  project_arns = {
    for project in local.projects :
    project => "arn:${local.partition}:codebuild:${local.region}:${local.account}:project/${var.name}-${project}"
  }
  log_arns = {
    for project in local.projects :
    project => "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/codebuild/${var.name}-${project}:*"
  }

  use_connection = {
    Sid    = "UseTheConnection"
    Effect = "Allow"
    # Which of the two names AWS checks depends on when and how the connection was created.
    Action   = ["codeconnections:UseConnection", "codestar-connections:UseConnection"]
    Resource = var.connection_arn
    # IfExists: the first check, whether the connection may be used at all, has no repository.
    Condition = { StringEqualsIfExists = {
      "codeconnections:FullRepositoryId"      = var.repository
      "codestar-connections:FullRepositoryId" = var.repository
    } }
  }
  # The role can use the key only through these services, not directly.
  via_services = {
    for purpose, services in {
      pipeline = concat(["codebuild", "codepipeline", "s3"], var.approval == null ? [] : ["sns"])
      build    = ["codebuild", "s3"]
    } :
    purpose => { StringEquals = { "kms:ViaService" = [for service in services : "${service}.${local.region}.amazonaws.com"] } }
  }
  use_key = {
    for purpose, condition in local.via_services : purpose => {
      Sid       = "UseTheKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = var.kms_key_arn
      Condition = condition
    }
  }
  read_own_artifacts = {
    Sid      = "ReadOwnArtifacts"
    Effect   = "Allow"
    Action   = ["s3:GetObject", "s3:GetObjectVersion"]
    Resource = local.own_artifacts
  }

  # CodeBuild asks whose the bucket is before it reads or writes artifacts there.
  # https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
  look_at_the_bucket = {
    Sid      = "LookAtTheBucket"
    Effect   = "Allow"
    Action   = ["s3:GetBucketAcl", "s3:GetBucketLocation"]
    Resource = var.artifact_bucket_arn
  }

  write_logs = {
    for project, arn in local.log_arns : project => {
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = arn
    }
  }

  pipeline_policy = {
    Version = "2012-10-17"
    Statement = concat([
      local.use_connection,
      {
        Sid      = "LookAtTheBucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"]
        Resource = var.artifact_bucket_arn
      },
      local.read_own_artifacts,
      {
        # PutObjectAcl, because CodePipeline names the bucket's owner when it writes.
        Sid      = "WriteOwnArtifacts"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:PutObjectAcl"]
        Resource = local.own_artifacts
      },
      local.use_key["pipeline"],
      {
        Sid      = "RunTheProjects"
        Effect   = "Allow"
        Action   = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"]
        Resource = values(local.project_arns)
      },
      ], [
      for approval in var.approval[*] : {
        Sid      = "AskForApproval"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = approval.topic_arn
      }
    ])
  }

  resolve_policy = {
    Version = "2012-10-17"
    Statement = [
      local.write_logs["resolve"],
      local.use_connection,
      local.look_at_the_bucket,
      local.read_own_artifacts,
      {
        Sid      = "WriteTheRelease"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = local.own_artifacts
      },
      {
        Sid      = "ReadReleases"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${var.artifact_bucket_arn}/lambda/*"
      },
      {
        # Without it, a missing manifest is reported as forbidden, not as missing. IfExists: a request for one object
        # has no prefix, and S3 decides by this permission whether it answers "missing" or "forbidden".
        Sid       = "ListReleases"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = var.artifact_bucket_arn
        Condition = { StringLikeIfExists = { "s3:prefix" = "lambda/*" } }
      },
      local.use_key["build"],
    ]
  }

  deploy_policies = {
    for stage, target in local.deployments : stage => {
      Version = "2012-10-17"
      Statement = [
        local.write_logs["deploy-${stage}"],
        local.look_at_the_bucket,
        local.read_own_artifacts,
        {
          # Terraform and its providers, as tools/deploy/mirror.sh puts them there.
          Sid      = "ReadTerraform"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = "${var.artifact_bucket_arn}/terraform/*"
        },
        {
          # Whether the stage is rolled back.
          Sid      = "SeeTheStage"
          Effect   = "Allow"
          Action   = "codepipeline:GetPipelineState"
          Resource = local.pipeline_arn
        },
        {
          Sid       = "ReadWithTheKey"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = var.kms_key_arn
          Condition = local.via_services["build"]
        },
        {
          Sid      = "BecomeTheDeployRole"
          Effect   = "Allow"
          Action   = "sts:AssumeRole"
          Resource = target.deploy_role_arn
        },
      ]
    }
  }
}

resource "aws_iam_role" "pipeline" {
  name                 = "${var.name}-pipeline"
  description          = "Runs the pipeline ${var.name}: it starts projects and asks for approval, and deploys nothing itself."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Pipeline"
      Effect    = "Allow"
      Principal = { Service = "codepipeline.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = local.pipeline_arn }
      }
    }]
  })
}

resource "aws_iam_role_policy" "pipeline" {
  name   = "pipeline"
  role   = aws_iam_role.pipeline.name
  policy = jsonencode(local.pipeline_policy)
}

resource "aws_iam_role" "resolve" {
  name                 = "${var.name}-resolve"
  description          = "Finds the artifacts of a release: it reads the repository and the artifact bucket."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Project"
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = local.project_arns["resolve"] }
      }
    }]
  })
}

resource "aws_iam_role_policy" "resolve" {
  name   = "resolve"
  role   = aws_iam_role.resolve.name
  policy = jsonencode(local.resolve_policy)
}

resource "aws_iam_role" "deploy" {
  for_each = local.deployments

  name                 = "${var.name}-deploy-${each.key}"
  description          = "Deploys to ${each.value.environment}, through that account's deploy role and nothing else."
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Project"
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = local.project_arns["deploy-${each.key}"] }
      }
    }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  for_each = local.deployments

  name   = "deploy"
  role   = aws_iam_role.deploy[each.key].name
  policy = jsonencode(local.deploy_policies[each.key])
}
