using System.Reflection;

namespace Headroom.Quantities.Tests;

/// <summary>Calls a generic check for every quantity of the assembly, so that a new quantity is tested the day it is added.</summary>
static class EveryQuantity
{
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. typeof(Power).Assembly.GetExportedTypes()
            .Where(type => type.IsValueType && type.GetInterfaces().Any(IsQuantityOf(type)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>Invokes a generic method of one type parameter with each quantity.</summary>
    public static void Run(Type holder, string method)
    {
        MethodInfo open = holder.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        foreach (Type type in Types)
            try { open.MakeGenericMethod(type).Invoke(null, null); }
            catch (TargetInvocationException thrown) { Assert.Fail($"{type.Name}: {thrown.InnerException!.Message}"); }
    }

    static Func<Type, bool> IsQuantityOf(Type type) =>
        face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IQuantity<>) && face.GetGenericArguments()[0] == type;
}
