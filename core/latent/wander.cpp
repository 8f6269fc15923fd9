#include "core/latent/wander.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kNothing = 1e-6;            // a part of a unit vector that is only rounding
constexpr double kMinMoving = 1e-3;          // of the latent's length; with less, nothing would be seen
constexpr double kMaxPartOfReach = 0.9;      // of the reach, for the places walked to
constexpr double kMaxLeg = 150;              // degrees; near 180 the way would be any
constexpr double kMinLeg = 25;               // degrees, or
constexpr double kMinPartOfReach = 0.4;      // this part of the reach
constexpr std::uint32_t kDraws = 8;          // for one place
constexpr std::uint32_t kFar = 0x9e3779b9u;  // between seeds, so that those of two walks do not meet

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

double norm(const Vector& v) {
    return std::sqrt(dot(v, v));
}

void add(Vector& sum, const Vector& other, double weight) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * other[i];
}

Vector scaled(Vector v, double factor) {
    for (double& x : v) x *= factor;
    return v;
}

/// Takes out what lies along `basis` (orthonormal). Twice, because one pass leaves rounding errors where
/// little remains (Giraud et al. 2005).
void take_out(Vector& v, const std::vector<Vector>& basis) {
    for (int pass = 0; pass < 2; ++pass)
        for (const Vector& other : basis) add(v, other, -dot(v, other));
}

/// Puts what is new in `direction` into the basis, at length 1. False if nothing is.
bool extend(std::vector<Vector>& basis, std::span<const float> direction, std::size_t size) {
    if (direction.size() != size)
        throw Error("A latent of {} components cannot walk along a direction of {}.", size, direction.size());
    Vector left = direction_of(direction);
    if (left.empty()) return false;
    take_out(left, basis);
    const double length = norm(left);
    if (length < kNothing) return false;
    basis.push_back(scaled(std::move(left), 1 / length));
    return true;
}

double angle(const Direction& a, const Direction& b) {
    return norm(log_map(a, b));
}

/// Uniform in 0..1, of a normal sample.
double uniform(double normal) {
    return 0.5 * std::erfc(-normal / std::numbers::sqrt2);
}

}  // namespace

Wander::Wander(const Latent& start, WanderOptions options) : options_(std::move(options)) {
    const std::size_t size = start.size();
    for (const Latent& direction : options_.locked) extend(locked_, direction, size);
    const Vector whole(start.begin(), start.end());
    Vector free = whole;
    take_out(free, locked_);
    moving_ = norm(free);
    const double whole_length = norm(whole);
    if (whole_length == 0 || moving_ < kMinMoving * whole_length || locked_.size() + 2 > size)
        throw Error("Nothing can move: all sliders are locked.");
    share_ = moving_ / whole_length;
    kept_ = whole;
    add(kept_, free, -1);
    start_ = scaled(free, 1 / moving_);
    if (!options_.along.empty()) {
        std::vector<Vector> basis = locked_;
        basis.push_back(start_);
        const std::size_t others = basis.size();
        for (const Latent& direction : options_.along) extend(basis, direction, size);
        along_.assign(basis.begin() + static_cast<std::ptrdiff_t>(others), basis.end());
        if (along_.empty()) throw Error("Nothing can move: all chosen sliders are locked.");
    }
    beyond_ = next_place(start_);
    begin_leg(start_, std::exchange(beyond_, {}), Vector(size, 0.0));
}

Wander::Vector Wander::freed(Vector point) const {
    take_out(point, locked_);
    return point;
}

/// Somewhere that may be walked to.
Direction Wander::candidate(std::uint32_t draw) const {
    const std::size_t size = start_.size(), count = along_.empty() ? size : along_.size();
    // Two more: how far along the start, and how far from it.
    const Latent normal = latent_from_seed(options_.seed + draw * kFar, count + 2, SeedMode::numpy);
    const auto sample = [&](std::size_t i) { return static_cast<double>(normal[i]); };
    Vector heading(size, 0.0);
    if (along_.empty()) {
        for (std::size_t i = 0; i < size; ++i) heading[i] = sample(i);
        heading = freed(std::move(heading));
        add(heading, start_, -dot(heading, start_));
    } else {
        for (std::size_t i = 0; i < count; ++i) add(heading, along_[i], sample(i));
    }
    if (options_.reach > kMaxReach) add(heading, start_, sample(count));
    const double length = norm(heading);
    if (length < kNothing) return start_;
    heading = scaled(std::move(heading), 1 / length);
    if (options_.reach > kMaxReach) return heading;
    // Evenly over a line or a disc; in a ball of many directions nearly all would be at its edge.
    const double part = uniform(sample(count + 1));
    const double far = options_.reach * kRadians * kMaxPartOfReach * (count == 1 ? part : std::sqrt(part));
    return exp_map(start_, scaled(std::move(heading), far));
}

/// Neither too near to the last one nor opposite to it.
Direction Wander::next_place(const Direction& after) {
    const double longest = kMaxLeg * kRadians;
    const double shortest = std::min(kMinLeg, kMinPartOfReach * options_.reach) * kRadians;
    const std::uint32_t first = places_++ * kDraws;
    Direction place;
    for (std::uint32_t draw = 0; draw < kDraws; ++draw) {
        place = candidate(first + draw);
        const double far = angle(after, place);
        if (far >= shortest && far <= longest) return place;
    }
    if (angle(after, place) < kNothing) return angle(after, start_) < kNothing ? candidate(first) : start_;
    return exp_map(after, scaled(log_map(after, place), 0.5));
}

bool Wander::within_reach(const Direction& point) const {
    return options_.reach > kMaxReach || angle(start_, point) <= options_.reach * kRadians;
}

/// Both control points beside a place lie within reach, else it is passed more slowly.
Wander::Vector Wander::velocity(const Direction& before, const Direction& here,
                                const Direction& after) const {
    const double time_before = angle(before, here), time_after = angle(here, after);
    const Vector full = velocity_at(before, here, after, time_before, time_after);
    for (const double part : {1.0, 0.75, 0.5, 0.25}) {
        if (within_reach(exp_map(here, scaled(full, part * time_after / 3))) &&
            within_reach(exp_map(here, scaled(full, -part * time_before / 3))))
            return scaled(full, part);
    }
    return Vector(full.size(), 0.0);
}

void Wander::begin_leg(Direction from, Direction to, Vector leaving) {
    beyond_ = next_place(to);
    began_ += takes_;
    takes_ = angle(from, to);
    arriving_ = velocity(from, to, beyond_);
    after_from_ = exp_map(from, scaled(std::move(leaving), takes_ / 3));
    before_to_ = exp_map(to, scaled(arriving_, -takes_ / 3));
    from_ = std::move(from);
    to_ = std::move(to);
}

Latent Wander::at(double degrees) {
    const double walked = std::max(0.0, degrees) * kRadians / share_;
    while (walked > began_ + takes_)
        begin_leg(std::exchange(to_, {}), std::exchange(beyond_, {}), std::exchange(arriving_, {}));
    const double t = takes_ > 0 ? std::clamp((walked - began_) / takes_, 0.0, 1.0) : 1.0;
    const Direction point = bezier(from_, after_from_, before_to_, to_, t);
    Latent latent(point.size());
    for (std::size_t i = 0; i < latent.size(); ++i)
        latent[i] = static_cast<float>(kept_[i] + moving_ * point[i]);
    return latent;
}

}  // namespace progan
