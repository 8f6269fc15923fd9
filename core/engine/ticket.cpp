#include "core/engine/ticket.h"

#include <algorithm>
#include <utility>

namespace progan {

Ticket::Ticket(Ticket&& other) noexcept
    : table_(std::exchange(other.table_, {})), id_(std::exchange(other.id_, 0)) {}

Ticket& Ticket::operator=(Ticket&& other) noexcept {
    Ticket taken(std::move(other));
    std::swap(table_, taken.table_);
    std::swap(id_, taken.id_);
    return *this;
}

bool Ticket::pending() const {
    const std::shared_ptr<CallbackTable> table = table_.lock();
    return table && table->pending(id_);
}

void Ticket::cancel() {
    const std::shared_ptr<CallbackTable> table = table_.lock();
    if (table && table->pending(id_)) table->cancel_job_(id_);
}

void Ticket::reset() {
    if (const std::shared_ptr<CallbackTable> table = table_.lock()) table->drop(id_);
    table_.reset();
    id_ = 0;
}

void Ticket::abandon() {
    cancel();
    reset();
}

void Tickets::add(Ticket ticket) {
    std::erase_if(held_, [](const Ticket& held) { return !held.pending(); });
    held_.push_back(std::move(ticket));
}

bool Tickets::pending() const {
    return std::any_of(held_.begin(), held_.end(), [](const Ticket& held) { return held.pending(); });
}

Ticket CallbackTable::hold(std::uint64_t id, Callbacks callbacks) {
    held_[id] = std::make_shared<const Callbacks>(std::move(callbacks));
    return Ticket(weak_from_this(), id);
}

bool CallbackTable::pending(std::uint64_t id) const {
    const auto found = held_.find(id);
    return found != held_.end() && found->second;
}

/// The entry stays until the end has come, so that this is not taken for somebody else's event.
void CallbackTable::drop(std::uint64_t id) {
    std::shared_ptr<const Callbacks> dropped;  // destroyed last: they may hold tickets themselves
    if (const auto found = held_.find(id); found != held_.end()) dropped.swap(found->second);
}

/// False if the ticket has been dropped.
template <class Run>
bool CallbackTable::run(std::uint64_t id, Run run) {
    const auto found = held_.find(id);
    if (found == held_.end() || !found->second) return false;
    const std::shared_ptr<const Callbacks> callbacks = found->second;
    run(*callbacks);
    return true;
}

CallbackTable::Delivered CallbackTable::end(std::uint64_t id, Ending ending) {
    if (!held_.contains(id)) return Delivered::not_held;
    if (ending.how != Ending::How::finished)
        run(id, [](const Callbacks& callbacks) {
            if (callbacks.so_far) callbacks.so_far();
        });
    const auto entry = held_.extract(id);
    if (entry.empty() || !entry.mapped()) return Delivered::dropped;
    entry.mapped()->ended(std::move(ending));
    return Delivered::end;
}

CallbackTable::Delivered CallbackTable::deliver_report(const JobReport& report) {
    if (report.state == JobReport::State::finished)
        return end(report.id, {Ending::How::finished, report.text});
    if (report.state == JobReport::State::cancelled) return end(report.id, {Ending::How::cancelled, {}});
    if (!held_.contains(report.id)) return Delivered::not_held;
    const bool wanted = run(report.id, [&](const Callbacks& callbacks) {
        if (callbacks.progress) callbacks.progress(report);
    });
    run(report.id, [](const Callbacks& callbacks) {
        if (callbacks.so_far) callbacks.so_far();
    });
    return wanted ? Delivered::progress : Delivered::dropped;
}

CallbackTable::Delivered CallbackTable::deliver(const Event& event) {
    if (const auto* report = std::get_if<JobReport>(&event)) return deliver_report(*report);
    if (const auto* task = std::get_if<TaskDone>(&event)) return end(task->id, {});
    if (const auto* failure = std::get_if<Failure>(&event);
        failure && (failure->what == Failure::What::job || failure->what == Failure::What::task))
        return end(failure->id, {Ending::How::failed, failure->message});
    return Delivered::not_held;
}

}  // namespace progan
