using System.Runtime.Intrinsics;
using CsCheck;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation.HeatLoops;

public sealed class RelaxationTests
{
    [Theory]
    [InlineData(0, 1, 0.5)]
    [InlineData(1, 0.63212055882855768, 0.36787944117144232)]        // 1 − 1/e and 1/e
    [InlineData(2, 0.43233235838169365, 0.28383382080915318)]
    [InlineData(1e-9, 0.9999999995, 0.49999999983333333)]
    public void By_hand(double x, double φ, double ψ)
    {
        (double phi, double psi) = Relaxation.At(x);
        Assert.Equal(φ, phi, 1e-15);
        Assert.Equal(ψ, psi, 1e-15);
    }

    [Fact]
    public void Agrees_with_the_exponential() => Gen.Double[-3, 5].Select(power => Math.Pow(10, power)).Sample(x =>
    {
        (double φ, double ψ) = Relaxation.At(x);
        Assert.Equal(-Math.Exp(-x) + 1, φ * x, 1e-13);
        Assert.Equal((x - 1 + Math.Exp(-x)) / x, ψ * x, 1e-12);
    });

    [Fact]
    public void Four_at_once_are_the_same_bits() => Gen.Double[0, 80].Array[4].Sample(x =>
    {
        var decay = Relaxation.UpTo(80);
        var (φ, ψ) = decay.Of(Vector256.Create(x));
        for (int k = 0; k < 4; k++)
        {
            (double phi, double psi) = decay.Of(x[k]);
            Assert.Equal(BitConverter.DoubleToInt64Bits(phi), BitConverter.DoubleToInt64Bits(φ[k]));
            Assert.Equal(BitConverter.DoubleToInt64Bits(psi), BitConverter.DoubleToInt64Bits(ψ[k]));
        }
    });
}
