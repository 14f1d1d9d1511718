// Which members of the values of rehearsals are shown as JSON, in which order.
#pragma once

#include <alembicore/merge_rehearsal.hpp>
#include <alembicore/rehearsal.hpp>

#include <boost/describe.hpp>

namespace alembicore::rehearsal {

BOOST_DESCRIBE_ENUM(place, scratch, target)
BOOST_DESCRIBE_ENUM(rows_kept, none, sample, all)
BOOST_DESCRIBE_ENUM(relation_kind, table, index, sequence, toast, view, materialized_view, foreign_table, other)
BOOST_DESCRIBE_ENUM(verdict, returns, differs, fails, not_tried)
BOOST_DESCRIBE_STRUCT(relation_lock, (), (relation, kind, mode, made_here))
BOOST_DESCRIBE_STRUCT(rewrite, (), (relation, kind, size, live_size, live_rows, made_here))
BOOST_DESCRIBE_STRUCT(statement, (), (sql, command, rows, elapsed, wal, in_transaction, locks, rewrites))
BOOST_DESCRIBE_STRUCT(step, (), (direction, revision, doc, elapsed, statements, changes))
BOOST_DESCRIBE_STRUCT(undone_step, (), (revision, left_over))
BOOST_DESCRIBE_STRUCT(way_back, (), (verdict, steps, undone, left_over, failure))
BOOST_DESCRIBE_STRUCT(
    report,
    (),
    (place,
     rows,
     engine,
     engine_reason,
     plan,
     steps,
     failure,
     fingerprint_before,
     fingerprint_after,
     changes,
     way_back,
     copy_differs,
     sequences_advanced,
     elapsed)
)
BOOST_DESCRIBE_STRUCT(replayed_order, (), (heads, fingerprint, failure))
BOOST_DESCRIBE_STRUCT(commutation, (), (commutes, orders, changes, tables))

} // namespace alembicore::rehearsal
