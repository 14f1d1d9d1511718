// Everything: include this, or the headers you need.
#pragma once

#include <alembicore/backup.hpp>
#include <alembicore/catalog.hpp>
#include <alembicore/data.hpp>
#include <alembicore/database.hpp>
#include <alembicore/database_url.hpp>
#include <alembicore/diagram.hpp>
#include <alembicore/error.hpp>
#include <alembicore/event.hpp>
#include <alembicore/import.hpp>
#include <alembicore/inspection.hpp>
#include <alembicore/json.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/models.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/pool.hpp>
#include <alembicore/private_cluster.hpp>
#include <alembicore/project.hpp>
#include <alembicore/query.hpp>
#include <alembicore/rehearsal.hpp>
#include <alembicore/revision.hpp>
#include <alembicore/revision_graph.hpp>
#include <alembicore/run_limits.hpp>
#include <alembicore/run_lock.hpp>
#include <alembicore/settings.hpp>
#include <alembicore/version.hpp>
