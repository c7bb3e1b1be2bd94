variable "name" {
  description = "Name of the topic, the queues, the configuration set and the schedule: lower-case letters, digits and hyphens, at most 40 characters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name))
    error_message = "name: a lower-case letter, then lower-case letters, digits and hyphens, at most 40 characters. A name that ends in .fifo cannot be used: a manual approval cannot publish to a FIFO topic."
  }
}

variable "table_name" {
  description = "Name of the table of requests, links, mails and audit events."
  type        = string
  default     = "approvals"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,254}$", var.table_name))
    error_message = "table_name: 3 to 255 lower-case letters, digits and hyphens."
  }
}

variable "deletion_protection" {
  description = "Whether DynamoDB refuses to delete the table."
  type        = bool
  default     = true
  nullable    = false
}

variable "artifacts" {
  description = "The zips of approval-request, approval-decision and approval-sweep, as the module artifact-ref gives them. `code_sha256` is the base64 SHA-256 of the zip."
  type = map(object({
    bucket      = string
    key         = string
    code_sha256 = string
  }))
  nullable = false

  validation {
    condition     = alltrue([for name in ["approval-request", "approval-decision", "approval-sweep"] : contains(keys(var.artifacts), name)])
    error_message = "artifacts: name approval-request, approval-decision and approval-sweep."
  }
}

variable "architecture" {
  description = "Instruction set of the zips: x86_64 or arm64."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture: x86_64 or arm64."
  }
}

variable "pipelines" {
  description = <<-EOT
    The approvals by pipeline of this account and Region. `stage` and `action` name its manual approval action; a pipeline
    with several has `actions` instead, 1 to 20 of them as "stage/action". Nobody is asked about an action that is not named here.
    `language` is en or de, `time_zone` an IANA name. `approvals_needed` and `rejections_needed` count approvers (1 each if not given),
    `staging_hosts` are hosts whose addresses mails may show, `notes_hosts` those of release notes: names, or `*.` before a name of two
    labels or more for all names below it. `decide_within_minutes` shortens the time to decide (1 to 86400), `contact` is an address for
    questions, which also hears the outcome; `author_domains` are domains of commit authors who hear it too.
  EOT
  type = map(object({
    stage   = optional(string)
    action  = optional(string)
    actions = optional(list(string))
    approvers = list(object({
      email     = string
      name      = string
      language  = optional(string)
      time_zone = optional(string)
    }))
    approvals_needed      = optional(number)
    rejections_needed     = optional(number)
    staging_hosts         = optional(list(string))
    notes_hosts           = optional(list(string))
    author_domains        = optional(list(string))
    decide_within_minutes = optional(number)
    contact               = optional(string)
  }))
  nullable = false

  validation {
    condition     = length(var.pipelines) > 0
    error_message = "pipelines: name at least one pipeline, or do not use this module."
  }

  # The names become ARNs in policies, so no wildcard is allowed.
  validation {
    condition = alltrue(flatten([
      for name, pipeline in var.pipelines : [
        for part in concat([name], pipeline.stage[*], pipeline.action[*], flatten([for action in coalesce(pipeline.actions, []) : split("/", action)])) :
        can(regex("^[A-Za-z0-9.@_-]{1,100}$", part))
      ]
    ]))
    error_message = "pipelines: names of pipelines, stages and actions are 1 to 100 letters, digits, dots, hyphens, underscores and at signs. Name each one, without wildcards."
  }

  validation {
    condition = alltrue([
      for pipeline in values(var.pipelines) : (pipeline.stage == null) == (pipeline.action == null) && (pipeline.stage == null) == (pipeline.actions != null)
    ])
    error_message = "pipelines: name the pipeline's manual approval action by stage and action, or several by actions = [\"stage/action\", ...], not both."
  }

  validation {
    condition = alltrue([
      for actions in values(var.pipelines)[*].actions : actions == null ? true : (
        length(actions) >= 1 && length(actions) <= 20 && length(distinct(actions)) == length(actions) && alltrue([for action in actions : length(split("/", action)) == 2])
      )
    ])
    error_message = "pipelines: actions are 1 to 20 manual approval actions, each once, as stage/action, such as Approval/Approve."
  }

  validation {
    condition = alltrue([
      for pipeline in values(var.pipelines) : length(pipeline.approvers) >= 1 && length(pipeline.approvers) <= 20
    ])
    error_message = "pipelines: name 1 to 20 approvers for each pipeline."
  }

  validation {
    condition = alltrue([
      for pipeline in values(var.pipelines) : length(distinct([for approver in pipeline.approvers : lower(approver.email)])) == length(pipeline.approvers)
    ])
    error_message = "pipelines: a pipeline lists an approver's address twice."
  }

  validation {
    condition = alltrue([
      for address in flatten([for pipeline in values(var.pipelines) : [pipeline.approvers[*].email, pipeline.contact[*]]]) :
      can(regex("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", address))
    ])
    error_message = "pipelines: an address is local@domain in ASCII, such as ana@example.com."
  }

  validation {
    condition = alltrue(flatten([
      for pipeline in values(var.pipelines) : [for approver in pipeline.approvers : length(trimspace(approver.name)) > 0 && length(approver.name) <= 80]
    ]))
    error_message = "pipelines: an approver's name has 1 to 80 characters."
  }

  validation {
    condition = alltrue(flatten([
      for pipeline in values(var.pipelines) : [for approver in pipeline.approvers : contains(["en", "de"], coalesce(approver.language, "en"))]
    ]))
    error_message = "pipelines: an approver's language is en or de."
  }

  validation {
    condition = alltrue(flatten([
      for pipeline in values(var.pipelines) : [for approver in pipeline.approvers : can(regex("^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$", coalesce(approver.time_zone, "UTC")))]
    ]))
    error_message = "pipelines: an approver's time_zone is an IANA name such as Europe/Berlin."
  }

  validation {
    condition = alltrue(flatten([
      for pipeline in values(var.pipelines) : [
        for needed in [coalesce(pipeline.approvals_needed, 1), coalesce(pipeline.rejections_needed, 1)] :
        needed >= 1 && needed <= length(pipeline.approvers) && floor(needed) == needed
      ]
    ]))
    error_message = "pipelines: approvals_needed and rejections_needed are whole numbers from 1 to the number of approvers."
  }

  validation {
    condition = alltrue(flatten([
      for pipeline in values(var.pipelines) : [
        for host in concat(coalesce(pipeline.staging_hosts, []), coalesce(pipeline.notes_hosts, [])) :
        can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\\*(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?){2,})$", host))
      ]
    ]))
    error_message = "pipelines: staging_hosts and notes_hosts are host names in lower case, without scheme, port and path, or *. before one of at least two labels."
  }

  validation {
    condition = alltrue(flatten([
      for pipeline in values(var.pipelines) : [
        for domain in coalesce(pipeline.author_domains, []) : can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$", domain))
      ]
    ]))
    error_message = "pipelines: author_domains are domains of addresses in lower case, such as example.com."
  }

  validation {
    condition = alltrue([
      for pipeline in values(var.pipelines) : coalesce(pipeline.decide_within_minutes, 1) >= 1 && coalesce(pipeline.decide_within_minutes, 1) <= 86400
    ])
    error_message = "pipelines: decide_within_minutes is from 1 to 86400."
  }
}

variable "publisher_role_arns" {
  description = "ARNs of the service roles of the pipelines. If any are given, nobody else may publish to the approval topic; if not, the account's IAM policies decide."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.publisher_role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", arn))])
    error_message = "publisher_role_arns: ARNs of IAM roles, without wildcards."
  }
}

variable "sender" {
  description = "Address that mails come from: `releases@<domain>` or `Releases <releases@<domain>>`, the name in ASCII letters, digits, blanks and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9 -]+ <[^@<> ]+@[^@<> ]+>|[^@<> ]+@[^@<> ]+)$", var.sender))
    error_message = "sender: an address, or a name in ASCII letters, digits, blanks and hyphens before it, such as Releases <releases@example.com>."
  }
}

variable "sender_domain" {
  description = "Domain that SES verifies: the sender's domain, or one above it. Null is the sender's domain."
  type        = string
  default     = null

  validation {
    condition     = endswith(".${trimsuffix(split("@", var.sender)[1], ">")}", ".${coalesce(var.sender_domain, trimsuffix(split("@", var.sender)[1], ">"))}")
    error_message = "sender_domain: the domain of the sender's address, or one above it."
  }
}

variable "manage_sender_identity" {
  description = "Whether this module creates the identity of `sender_domain` in SES. False if the account already has it."
  type        = bool
  default     = true
  nullable    = false
}

variable "base_url" {
  description = "Scheme and host of the links, such as https://approve.example.com. Null until it is known: until then nothing is subscribed or scheduled, so no mail with a dead link is sent."
  type        = string
  default     = null

  validation {
    condition     = var.base_url == null || can(regex("^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?/?$", var.base_url))
    error_message = "base_url: https:// and a host in lower case, without a path, or null."
  }

  validation {
    condition     = !can(regex("\\.invalid(:|/|$)", coalesce(var.base_url, "-")))
    error_message = "base_url: this host can never be reached. Use null until the address is known."
  }
}

variable "brand" {
  description = <<-EOT
    Whose mails and pages they are. `name`: of the organisation, at most 60 characters. `accent` and `accent_on_dark`: the color of links and buttons
    on light and on dark grounds (#rrggbb), each with a contrast of 4.5:1; without the second the first is lightened. `logo_file`: a PNG file of at most
    2,000 bytes and 600x160 pixels, its path from the root. `contact`: the address that pages name when a link leads to no request.
  EOT
  type = object({
    name           = optional(string)
    accent         = optional(string)
    accent_on_dark = optional(string)
    logo_file      = optional(string)
    contact        = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.brand.name == null || can(regex("^[^\\s\\p{C}]([^\\p{C}\\n]{0,58}[^\\s\\p{C}])?$", var.brand.name))
    error_message = "brand: name is one line of 1 to 60 visible characters."
  }

  validation {
    condition     = alltrue([for color in [var.brand.accent, var.brand.accent_on_dark] : color == null || can(regex("^#[0-9A-Fa-f]{6}$", color))])
    error_message = "brand: accent and accent_on_dark are # and six hexadecimal digits, such as #0b5c4f."
  }

  validation {
    condition     = var.brand.accent_on_dark == null || var.brand.accent != null
    error_message = "brand: accent_on_dark needs accent, too."
  }

  # All variables of a function together have 4 KB.
  validation {
    condition = var.brand.logo_file == null || (
      startswith(try(filebase64("${path.root}/${var.brand.logo_file}"), ""), "iVBORw0KGgo") &&
      length(try(filebase64("${path.root}/${var.brand.logo_file}"), "")) <= 2668
    )
    error_message = "brand: logo_file is the path of a PNG file of at most 2,000 bytes, from the root. Make the picture smaller, or reduce its colors."
  }

  validation {
    condition     = var.brand.contact == null || can(regex("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", var.brand.contact))
    error_message = "brand: contact is local@domain in ASCII, such as help@example.com."
  }
}

variable "retention_days" {
  description = "Days that requests and their audit events are kept after they expired."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 3650 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days: a whole number of days from 1 to 3650."
  }
}

variable "delivery" {
  description = "How the approval topic reaches approval-request: lambda (directly) or queue (over SQS)."
  type        = string
  default     = "lambda"
  nullable    = false

  validation {
    condition     = contains(["lambda", "queue"], var.delivery)
    error_message = "delivery: lambda or queue."
  }
}

variable "reserved_concurrency" {
  description = "Reserved concurrency of each function. A new account may have a quota of 10 in all: request more first."
  type = object({
    request  = optional(number, 10)
    decision = optional(number, 100)
    sweep    = optional(number, 2)
  })
  default  = {}
  nullable = false

  # The queue invokes two at once, the smallest limit that SQS takes.
  validation {
    condition     = var.reserved_concurrency.request >= 2 && var.reserved_concurrency.decision >= 1 && var.reserved_concurrency.sweep >= 1
    error_message = "reserved_concurrency: request at least 2, decision and sweep at least 1."
  }
}

variable "deployment" {
  description = "CodeDeploy configuration of the functions, alarms that also roll back, and the name of the function that tries new versions; null if nothing tries them."
  type = object({
    config_name          = optional(string, "CodeDeployDefault.LambdaCanary10Percent5Minutes")
    extra_alarm_names    = optional(list(string), [])
    before_allow_traffic = optional(string)
  })
  default  = {}
  nullable = false
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn: the ARN of an IAM policy."
  }
}

variable "kms_key_arn" {
  description = "ARN of the customer-managed key of table, topics, queues, logs and schedule."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "Give the ARN of a KMS key (arn:...:key/...), not an alias."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept; one of the numbers that CloudWatch Logs accepts."
  type        = number
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "alarm_actions" {
  description = "ARNs of the SNS topics that are notified when an alarm goes off and when it returns to OK."
  type        = list(string)
  nullable    = false
}
