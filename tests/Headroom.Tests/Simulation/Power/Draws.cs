using Headroom.Compute.Waveforms;

namespace Headroom.Tests.Simulation.Devices;

/// <summary>Chance for tests: a number for a step and a purpose.</summary>
readonly struct Draws(ulong seed)
{
    readonly SplitMix mix = new(seed);
    public int Below(int step, int purpose, int most) => (int)(mix.Bits((ulong)(step * 64 + purpose)) % (ulong)most);
    public double Fraction(int step, int purpose) => mix.UniformFraction((ulong)(step * 64 + purpose));
}
