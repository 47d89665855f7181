# All images, for amd64 and arm64: REGISTRY=registry.example.com/spark-history docker buildx bake --push
variable "REGISTRY" {
  default = ""
}
variable "VERSION" {
  default = "0.1.0"
}
variable "SPARK_VERSION" {
  default = "4.0.4"
}
# where the sources are, and their commit, for the labels
variable "SOURCE" {
  default = "unknown"
}
variable "REVISION" {
  default = "unknown"
}

function "name" {
  params = [image, tag]
  result = "${REGISTRY == "" ? "" : "${REGISTRY}/"}${image}:${tag}"
}

group "default" {
  targets = ["gateway", "provisioner", "history-server"]
}

target "image" {
  context = "."
  platforms = ["linux/amd64", "linux/arm64"]
  args = {
    VERSION = VERSION
    REVISION = REVISION
    SOURCE = SOURCE
    SPARK_VERSION = SPARK_VERSION
  }
  attest = ["type=provenance,mode=max", "type=sbom"]
}

target "gateway" {
  inherits = ["image"]
  target = "gateway"
  tags = [name("spark-history-gateway", VERSION)]
}

target "provisioner" {
  inherits = ["image"]
  target = "provisioner"
  tags = [name("spark-history-provisioner", VERSION)]
}

target "history-server" {
  inherits = ["image"]
  target = "history-server"
  tags = [name("spark-history-server", SPARK_VERSION)]
}
