variable "instance_id" {
  description = "Id of the Amazon Connect instance."
  type        = string
  nullable    = false
}

variable "instance_arn" {
  description = "ARN of the Amazon Connect instance: nothing else may invoke the function as Amazon Connect."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:connect:[a-z0-9-]+:[0-9]{12}:instance/[0-9a-f-]+$", var.instance_arn)) && endswith(var.instance_arn, "/${var.instance_id}")
    error_message = "Give the ARN of the instance with the id of instance_id, arn:aws:connect:REGION:ACCOUNT:instance/ID."
  }
}

variable "phone_number_id" {
  description = "Id of the phone number that callers dial."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.phone_number_id))
    error_message = "Give the number's id, not the number and not its ARN."
  }
}

variable "convert_function" {
  description = "The function vanity-convert: its name, and name and ARN of the alias that a release moves."
  type = object({
    function_name = string
    alias_name    = string
    alias_arn     = string
  })
  nullable = false

  validation {
    condition = can(regex(
      "^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:${var.convert_function.function_name}:${var.convert_function.alias_name}$",
      var.convert_function.alias_arn,
    ))
    error_message = "convert_function.alias_arn: give the ARN of the alias convert_function.alias_name of the function convert_function.function_name. Without it releases would not reach callers, and canaries would test nothing."
  }

  validation {
    condition     = can(regex("^([0-9]+|\\$LATEST)$", var.convert_function.alias_name)) == false
    error_message = "convert_function.alias_name: give an alias. A version stays what it is when a release moves the alias."
  }

  validation {
    condition     = length(var.convert_function.alias_arn) <= 140
    error_message = "convert_function.alias_arn: Amazon Connect takes ARNs of up to 140 characters. Shorten the name of the function."
  }
}

variable "values" {
  description = "Values for variables of infra/contact-flows/flows.yaml, where they differ from its defaults, for all flows that have the variable. Inside JSON, so without quotation marks, backslashes and line breaks."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.values), local.settable)) == 0
    error_message = "values: flows.yaml has no such variable, or it is not one to set here: ${join(", ", setsubtract(keys(var.values), local.settable))}. There are: ${join(", ", local.settable)}."
  }

  validation {
    condition     = alltrue([for value in values(var.values) : !can(regex("[\"\\\\\\x00-\\x1f]", value))])
    error_message = "values: a quotation mark, a backslash or a line break would end the JSON string that contains the value. Use ' in SSML."
  }

  validation {
    condition     = length(setsubtract(local.required, keys(merge(var.values, local.given)))) == 0
    error_message = "values: these variables of flows.yaml have no default, give each a value: ${join(", ", setsubtract(local.required, keys(merge(var.values, local.given))))}."
  }
}
