data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  is_tooling = var.environment == "tooling"
  # Faults are injected below production only.
  is_faulty = !contains(["prod", "tooling"], var.environment)
  here      = "${var.region}:${var.account_id}"

  # ARNs are built from names, so that a policy can be read and tested before anything exists.
  boundary_arn   = "arn:${local.partition}:iam::${var.account_id}:policy/switchboard-boundary"
  state_bucket   = "switchboard-state-${var.account_id}"
  state_arn      = "arn:${local.partition}:s3:::${local.state_bucket}"
  state_logs     = "switchboard-state-logs-${var.account_id}"
  state_logs_arn = "arn:${local.partition}:s3:::${local.state_logs}"
  state_alias    = "alias/switchboard-state"
  artifacts_arn  = "arn:${local.partition}:s3:::${var.artifact_bucket}"

  # What a deployment may take its functions from. Candidates are not on main, and may never be.
  artifact_prefixes = var.environment == "dev" ? ["candidate/*", "lambda/*"] : ["lambda/*"]

  fault_bucket_arn = "arn:${local.partition}:s3:::switchboard-chaos-${var.account_id}"

  all_keys_arn = "arn:${local.partition}:kms:${local.here}:key/*"

  # The roots whose state the deploy role may write. The bootstrap's own state is not among them.
  state_keys = ["${var.environment}/app.tfstate", "${var.environment}/platform.tfstate"]

  # Everything that the roots create begins with one of these names. Nothing else can be deployed.
  prefixes = ["approval", "release-approvals", "switchboard", "synthetic", "vanity"]

  arns = {
    alarms = [for prefix in local.prefixes : "arn:${local.partition}:cloudwatch:${local.here}:alarm:${prefix}*"]
    # Named one by one: the state's buckets begin with switchboard too.
    buckets = concat(
      local.is_tooling ? [local.artifacts_arn, "${local.artifacts_arn}-logs"] : [],
      local.is_faulty ? [local.fault_bucket_arn] : [],
    )
    functions = [for prefix in local.prefixes : "arn:${local.partition}:lambda:${local.here}:function:${prefix}*"]
    log_groups = concat(
      [for prefix in local.prefixes : "arn:${local.partition}:logs:${local.here}:log-group:/aws/*/${prefix}*"],
      # Amazon Connect names these after the instance's alias, which may be any name.
      ["arn:${local.partition}:logs:${local.here}:log-group:/aws/connect/*"],
    )
    queues = [for prefix in local.prefixes : "arn:${local.partition}:sqs:${local.here}:${prefix}*"]
    roles  = [for prefix in local.prefixes : "arn:${local.partition}:iam::${var.account_id}:role/${prefix}*"]
    rules  = [for prefix in local.prefixes : "arn:${local.partition}:events:${local.here}:rule/${prefix}*"]
    tables = [for prefix in local.prefixes : "arn:${local.partition}:dynamodb:${local.here}:table/${prefix}*"]
    topics = [for prefix in local.prefixes : "arn:${local.partition}:sns:${local.here}:${prefix}*"]
  }

  # The resources of this root. No role with the boundary can change them, not even the deploy role.
  protected_roles = [
    for name in ["plan", "deploy", "publish", "candidate", "operator", "developer", "console", "tester"] :
    "arn:${local.partition}:iam::${var.account_id}:role/switchboard-${name}"
  ]
  protected_policies = [
    local.boundary_arn,
    "arn:${local.partition}:iam::${var.account_id}:policy/switchboard-read-*",
    "arn:${local.partition}:iam::${var.account_id}:policy/switchboard-deploy-*",
  ]

  # The service gives these an id, or they are named after a domain: no narrower pattern is known beforehand.
  appconfig_arns   = [for kind in ["application", "deploymentstrategy"] : "arn:${local.partition}:appconfig:${local.here}:${kind}/*"]
  certificate_arns = ["arn:${local.partition}:acm:${local.here}:certificate/*"]
  connect_arns     = [for kind in ["instance", "phone-number"] : "arn:${local.partition}:connect:${local.here}:${kind}/*"]
  dns_arns         = [for kind in ["hostedzone", "change"] : "arn:${local.partition}:route53:::${kind}/*"]
  fis_arns         = [for kind in ["experiment", "experiment-template"] : "arn:${local.partition}:fis:${local.here}:${kind}/*"]
  mail_arns = concat(
    ["arn:${local.partition}:ses:${local.here}:identity/*"],
    [for prefix in local.prefixes : "arn:${local.partition}:ses:${local.here}:configuration-set/${prefix}*"],
  )

  codebuild_arns    = [for prefix in local.prefixes : "arn:${local.partition}:codebuild:${local.here}:project/${prefix}*"]
  codepipeline_arns = [for prefix in local.prefixes : "arn:${local.partition}:codepipeline:${local.here}:${prefix}*"]
  codedeploy_arns = concat(
    [for prefix in local.prefixes : "arn:${local.partition}:codedeploy:${local.here}:application:${prefix}*"],
    [for prefix in local.prefixes : "arn:${local.partition}:codedeploy:${local.here}:deploymentgroup:${prefix}*"],
    ["arn:${local.partition}:codedeploy:${local.here}:deploymentconfig:CodeDeployDefault.Lambda*"],
  )
  dashboard_arns = [for prefix in local.prefixes : "arn:${local.partition}:cloudwatch::${var.account_id}:dashboard/${prefix}*"]
  event_bus_arns = ["arn:${local.partition}:events:${local.here}:event-bus/switchboard*"]
  schedule_arns = flatten([
    for kind in ["schedule", "schedule-group"] :
    [for prefix in local.prefixes : "arn:${local.partition}:scheduler:${local.here}:${kind}/${prefix}*"]
  ])
}
