// What is behind the handles of alembicore.h.
#pragma once

#include "alembicore.h"

#include "values/calls.hpp"

#include <alembicore/private_cluster.hpp>

#include <stop_token>
#include <string>

struct alembicore_error {
    alembicore::error_info info;
    std::string description;
    std::string json;
};

struct alembicore_project {
    alembicore::bindings::opened_project held;
};

struct alembicore_database {
    alembicore::database held;
};

struct alembicore_plan {
    alembicore::plan held;
};

struct alembicore_cluster {
    alembicore::private_cluster held;
};

struct alembicore_stop {
    std::stop_source source;
};
