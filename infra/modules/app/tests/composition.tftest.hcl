mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  environment = {
    name                           = "uat"
    is_production                  = false
    allows_chaos                   = true
    allows_console_changes         = false
    allows_self_signed_certificate = false
  }
  platform = {
    kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    connect_instance_id  = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
    connect_instance_arn = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
    phone_number_id      = "12345678-1234-1234-1234-123456789012"
  }
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  artifact_bucket          = "example-switchboard-artifacts"
  synthetic_phone_number   = "+12025550143"
  release = {
    sha = "0123456789abcdef0123456789abcdef01234567"
    artifacts = {
      for function in ["vanity-convert", "vanity-lookup", "synthetic-probe", "approval-request", "approval-decision", "approval-sweep"] :
      function => { code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
    }
  }
  hours = {
    time_zone = "America/New_York"
    days      = [{ day = "MONDAY", open = "08:00", close = "18:00" }]
  }
}

# Tables are not to be destroyed, so nothing can be applied here.
run "without_pipelines_there_are_no_approvals" {
  command = plan

  assert {
    condition     = output.approvals_topic_arn == null && output.approvals_url == null
    error_message = "An account without pipelines to guard needs no approvals."
  }
  assert {
    condition     = toset(keys(local.functions)) == toset(["vanity-convert", "vanity-lookup", "synthetic-probe"])
    error_message = "Without approvals there are three functions: ${join(", ", keys(local.functions))}."
  }
}

run "with_pipelines_there_are_all_six_functions" {
  command = plan

  variables {
    approvals = {
      sender        = "releases@example.com"
      sender_domain = "example.com"
      pipelines = {
        storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] }
      }
    }
  }

  assert {
    condition     = length(local.functions) == 6 && length(module.artifacts.artifacts) == 6
    error_message = "Every function has an artifact, and every function is watched and shifted: ${join(", ", keys(local.functions))}."
  }
  assert {
    condition = alltrue([for name, to in local.deployments :
      to.function_name == name && to.alias == "live" && to.application == name && to.deployment_group == "live"
    ])
    error_message = "The deployment's data are not those of the function."
  }
  assert {
    condition     = alltrue([for to in local.deployments : to.before_allow_traffic == "synthetic-probe"])
    error_message = "Callers meet a version that nobody tried: ${join(", ", [for name, to in local.deployments : name if to.before_allow_traffic == null])}."
  }
  assert {
    condition     = toset(local.function_names) == toset(keys(local.deployments))
    error_message = "The probe fails every deployment that it does not know."
  }
}

run "a_key_is_used_for_the_tables_alone" {
  command = plan

  assert {
    condition     = local.use_the_key.resources == [var.platform.kms_key_arn] && local.use_the_key.condition.StringEquals["kms:ViaService"] == ["dynamodb.us-east-1.amazonaws.com"]
    error_message = "The functions use the one key, and through DynamoDB alone."
  }
}
