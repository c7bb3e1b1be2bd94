locals {
  # Configuration only, not calls: contacts and their attributes hold callers' numbers.
  view_permissions = [
    "AgentGrouping.View",
    "AgentStates.View",
    "ContactFlowModules.View",
    "ContactFlows.View",
    "HoursOfOperation.View",
    "PhoneNumbers.View",
    "Prompts.View",
    "Queues.View",
    "RoutingPolicies.View",
    "SecurityProfiles.View",
    "TransferDestinations.View",
    "Users.View",
    "Views.View",
  ]

  # For experiments that are later committed as code. Not users, security profiles or numbers: editing those can
  # grant permissions, or release a number.
  edit_permissions = [
    "ContactFlowModules.Create",
    "ContactFlowModules.Edit",
    "ContactFlowModules.Publish",
    "ContactFlows.Create",
    "ContactFlows.Edit",
    "ContactFlows.Publish",
    "HoursOfOperation.Create",
    "HoursOfOperation.Edit",
    "Prompts.Create",
    "Prompts.Edit",
    "Queues.Create",
    "Queues.Edit",
    "RoutingPolicies.Create",
    "RoutingPolicies.Edit",
    "TransferDestinations.Create",
    "TransferDestinations.Edit",
    "Views.Create",
    "Views.Edit",
  ]
}

resource "aws_connect_security_profile" "developer_view" {
  instance_id = var.instance_id
  name        = "developer-view"
  description = "Sees what is configured, changes nothing. Changes come by releases."
  permissions = local.view_permissions
}

resource "aws_connect_security_profile" "developer_edit" {
  count = var.allows_console_changes ? 1 : 0

  instance_id = var.instance_id
  name        = "developer-edit"
  description = "Tries things in the console, to be exported and committed. In the sandbox only."
  permissions = concat(local.view_permissions, local.edit_permissions)
}

resource "aws_connect_security_profile" "quality_assurance" {
  instance_id = var.instance_id
  name        = "quality-assurance"
  description = var.hours_managed_in_console ? "Sees what is configured, and changes the opening hours." : "Sees what is configured."
  permissions = concat(local.view_permissions, var.hours_managed_in_console ? ["HoursOfOperation.Edit"] : [])
}
