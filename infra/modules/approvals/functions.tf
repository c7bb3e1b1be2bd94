locals {
  timeout_seconds = { request = 30, decision = 20, sweep = 60 }

  # One list for whom the function asks and what the roles may answer (iam.tf): as IAM names an action, without the
  # pipeline.
  actions = {
    for name, pipeline in var.pipelines : name => sort(pipeline.actions != null ? pipeline.actions : ["${pipeline.stage}/${pipeline.action}"])
  }

  # The function refuses null and unknown members.
  pipelines = {
    for name, pipeline in var.pipelines : name => {
      for key, value in {
        actions = local.actions[name]
        approvers = [
          for approver in pipeline.approvers : {
            for key, value in {
              email    = approver.email
              name     = approver.name
              language = approver.language
              timeZone = approver.time_zone
            } : key => value if value != null
          }
        ]
        approvalsNeeded     = pipeline.approvals_needed
        rejectionsNeeded    = pipeline.rejections_needed
        stagingHosts        = pipeline.staging_hosts
        notesHosts          = pipeline.notes_hosts
        authorDomains       = pipeline.author_domains
        decideWithinMinutes = pipeline.decide_within_minutes
        contact             = pipeline.contact
      } : key => value if value != null
    }
  }

  brand = {
    for key, value in {
      name         = var.brand.name
      accent       = var.brand.accent
      accentOnDark = var.brand.accent_on_dark
      logo         = var.brand.logo_file == null ? null : filebase64("${path.root}/${var.brand.logo_file}")
      contact      = var.brand.contact
    } : key => value if value != null
  }

  settings = {
    APPROVALS_TABLE          = module.table.table_name
    APPROVALS_RETENTION_DAYS = tostring(var.retention_days)
    APPROVAL_BASE_URL        = local.base_url
    APPROVAL_BRAND           = jsonencode(local.brand)
  }
  mail_settings = {
    APPROVAL_SENDER            = var.sender
    APPROVAL_CONFIGURATION_SET = aws_sesv2_configuration_set.this.configuration_set_name
  }
  environments = {
    request = merge(local.settings, local.mail_settings, {
      APPROVAL_SOURCES   = join(",", sort(concat([aws_sns_topic.this.arn], aws_sqs_queue.requests[*].arn)))
      APPROVAL_PIPELINES = jsonencode(local.pipelines)
    })
    decision = local.settings
    sweep    = merge(local.settings, local.mail_settings)
  }

  # Before the first apply ARNs are unknown, but their lengths are known. Lambda measures the variables
  # as JSON, in which a quote inside a value takes two bytes; <, > and & take one byte there, and six here.
  source_count = var.delivery == "queue" ? 2 : 1
  source_arn   = "arn:${local.partition}:sqs:${local.region}:${local.account}:${var.name}"
  measured = merge(local.environments.request, {
    APPROVAL_SOURCES = join(",", [for _ in range(local.source_count) : local.source_arn])
  })
  environment_bytes = floor(length(base64encode(replace(jsonencode(local.measured), "/\\\\u00(3c|3e|26)/", "_"))) * 3 / 4)
}

module "table" {
  source = "../approval-table"

  name                = var.table_name
  kms_key_arn         = var.kms_key_arn
  deletion_protection = var.deletion_protection
}

module "request" {
  source = "../lambda-service"

  name                     = "approval-request"
  description              = "Turns a pipeline's request for approval into mails with links"
  artifact                 = var.artifacts["approval-request"]
  architecture             = var.architecture
  timeout_seconds          = local.timeout_seconds.request
  reserved_concurrency     = var.reserved_concurrency.request
  environment              = local.environments.request
  policy_statements        = local.permissions.request
  asynchronous             = var.delivery == "lambda"
  deployment               = var.deployment
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = var.alarm_actions
}

module "decision" {
  source = "../lambda-service"

  name                     = "approval-decision"
  description              = "The pages behind the links: counts answers and tells the pipeline"
  artifact                 = var.artifacts["approval-decision"]
  architecture             = var.architecture
  timeout_seconds          = local.timeout_seconds.decision
  reserved_concurrency     = var.reserved_concurrency.decision
  environment              = local.environments.decision
  policy_statements        = local.permissions.decision
  deployment               = var.deployment
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = var.alarm_actions
}

module "sweep" {
  source = "../lambda-service"

  name                     = "approval-sweep"
  description              = "Reminds, expires and finishes requests for approval"
  artifact                 = var.artifacts["approval-sweep"]
  architecture             = var.architecture
  timeout_seconds          = local.timeout_seconds.sweep
  reserved_concurrency     = var.reserved_concurrency.sweep
  environment              = local.environments.sweep
  policy_statements        = local.permissions.sweep
  asynchronous             = true
  deployment               = var.deployment
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = var.alarm_actions
}
