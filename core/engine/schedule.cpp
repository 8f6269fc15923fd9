#include "core/engine/schedule.h"

#include <algorithm>
#include <optional>

namespace progan {
namespace {

bool is_cancelled(const WaitingJob& job) {
    return job.cancelled;
}

bool is_in_turn(const WaitingJob& job) {
    return job.rank == JobRank::in_turn;
}

/// No job that somebody waits for, or has cancelled.
bool background_only(const std::vector<WaitingJob>& jobs) {
    return std::none_of(jobs.begin(), jobs.end(),
                        [](const WaitingJob& job) { return is_in_turn(job) || job.cancelled; });
}

/// Somebody waits for faces like these now, and not only once the hand rests.
bool is_urgent(Purpose purpose, bool hand_moves) {
    return purpose != Purpose::prefetch && !(hand_moves && purpose == Purpose::thumbnails);
}

/// The most urgent faces that somebody waits for.
std::optional<Purpose> urgent_face(const Waiting& waiting) {
    for (int i = 0; i < kPurposeCount; ++i)
        if (const auto purpose = static_cast<Purpose>(i);
            waiting.has(purpose) && is_urgent(purpose, waiting.hand_moves))
            return purpose;
    return std::nullopt;
}

Work face_of(Purpose purpose) {
    return {.kind = Work::Kind::face, .purpose = purpose};
}

Work job_at(std::size_t index) {
    return {.kind = Work::Kind::job, .job = index};
}

/// The first of those whose slice is the longest ago; jobs.size() if there is none.
std::size_t longest_waiting_background(const std::vector<WaitingJob>& jobs) {
    std::size_t found = jobs.size();
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (!is_in_turn(jobs[i]) && (found == jobs.size() || jobs[i].last_slice < jobs[found].last_slice))
            found = i;
    return found;
}

/// A cancelled one, else the first in turn, or now and then one of the background: these take turns.
Work next_job(const std::vector<WaitingJob>& jobs, Turns& turns) {
    const auto first = [&](auto fits) {
        return static_cast<std::size_t>(std::find_if(jobs.begin(), jobs.end(), fits) - jobs.begin());
    };
    const std::size_t none = jobs.size();
    const std::size_t cancelled = first(is_cancelled);
    if (cancelled != none) return job_at(cancelled);
    const std::size_t in_turn = first(is_in_turn), background = longest_waiting_background(jobs);
    if (in_turn == none) return job_at(background);
    if (background == none) return job_at(in_turn);
    return job_at(++turns.shared % kBackgroundTurn == 0 ? background : in_turn);
}

/// Whether jobs of that rank have had no slice for longer than `patience`.
bool rank_starves(const std::vector<WaitingJob>& jobs, JobRank rank, TimePoint now,
                  TimePoint::duration patience) {
    TimePoint last{};
    for (const WaitingJob& job : jobs)
        if (job.rank == rank) last = std::max(last, job.last_slice);
    return last != TimePoint{} && now - last > patience;
}

bool a_job_starves(const Waiting& waiting, TimePoint now) {
    return rank_starves(waiting.jobs, JobRank::in_turn, now, kJobPatience) ||
           (!waiting.fitting && rank_starves(waiting.jobs, JobRank::background, now, kBackgroundPatience));
}

}  // namespace

Work next(const Waiting& waiting, TimePoint now, Turns& turns) {
    const std::vector<WaitingJob>& jobs = waiting.jobs;
    if (waiting.task) return {.kind = Work::Kind::task};
    if (waiting.model_load) return {.kind = Work::Kind::model_load};
    if (!waiting.backend) return jobs.empty() ? Work{} : next_job(jobs, turns);  // to be refused
    if (!waiting.generator)
        return std::any_of(jobs.begin(), jobs.end(), is_cancelled) ? next_job(jobs, turns) : Work{};

    if (!a_job_starves(waiting, now)) {
        if (const std::optional<Purpose> purpose = urgent_face(waiting)) return face_of(*purpose);
        if (waiting.hand_moves && std::none_of(jobs.begin(), jobs.end(), is_cancelled)) return {};
    }
    if (waiting.fitting && background_only(jobs)) return {.kind = Work::Kind::fitting};
    const bool prefetching = waiting.has(Purpose::prefetch);
    if (!jobs.empty() && !(prefetching && ++turns.beside_prefetching % kPrefetchTurn == 0))
        return next_job(jobs, turns);
    return prefetching ? face_of(Purpose::prefetch) : Work{};
}

bool ends_sharpening(const Waiting& waiting) {
    return waiting.has(Purpose::main_view) || waiting.model_load;
}

bool ends_prefetching(const Waiting& waiting) {
    return waiting.model_load || waiting.task || waiting.hand_moves || urgent_face(waiting);
}

bool ends_fitting(const Waiting& waiting) {
    return ends_prefetching(waiting) || !background_only(waiting.jobs);
}

}  // namespace progan
