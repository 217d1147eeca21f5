# Pairs on standard input, a tab between: how R's compareVersion orders them; ? for what is no version of a package, or has a number past
# R's integers. (The operators of package_version take 1.1 and 1.1-0 for equal in R 4.2; its documented order does not.)
lines <- readLines(file("stdin"))
a <- sub("\t.*", "", lines)
b <- sub(".*\t", "", lines)
large <- function(text) grepl("(^|[.-])0*[1-9][[:digit:]]{9}", text)
known <- function(text) grepl("^([[:digit:]]+[.-])+[[:digit:]]+$", text) & !large(text)
ok <- known(a) & known(b)
sign <- rep("?", length(lines))
sign[ok] <- c("<", "=", ">")[mapply(compareVersion, a[ok], b[ok]) + 2]
writeLines(sign)
