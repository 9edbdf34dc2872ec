using System.Reflection;
using System.Runtime.CompilerServices;
using CsCheck;
using Xunit.v3;

[assembly: Headroom.Laws.SeededLaws]

namespace Headroom.Laws;

/// <summary>Laws draw numbers seeded by the name of their test, on its own thread: a run says what the run before it said.</summary>
/// <remarks>
///   CsCheck draws from a generator of each thread, seeded by the clock. <c>HEADROOM_LAWS=any</c> leaves it so, as the nightly run does: there
///   new numbers are looked for. What fails prints its seed.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SeededLawsAttribute : BeforeAfterTestAttribute
{
    private static readonly FieldInfo ofThread =
        typeof(PCG).GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static).FirstOrDefault(one => one.FieldType == typeof(PCG))
        ?? throw new InvalidOperationException("this CsCheck keeps its generator elsewhere: laws would not be repeatable");

    private static bool IsSeeded => Environment.GetEnvironmentVariable("HEADROOM_LAWS") != "any";

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (IsSeeded) Seed(test.TestDisplayName);
    }

    /// <summary>What this thread draws next is told by a name; mutation testing calls it by reflection (bench/Headroom.Mutation).</summary>
    internal static void Seed(string name) => ofThread.SetValue(null, Of(name));

    /// <summary>The generator that the test of this name draws from first.</summary>
    internal static PCG Of(string name) => new(1, name.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL));

    [ModuleInitializer]
    internal static void OnOneThread()
    {
        if (IsSeeded) Check.Threads = 1;
    }
}
