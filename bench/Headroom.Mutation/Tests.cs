using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Headroom.Mutation;

/// <summary>One test with its arguments.</summary>
internal sealed class TestCase(Type type, MethodInfo method, object?[] arguments, int row)
{
    public string Name { get; } = row < 0 ? $"{type.Name}.{method.Name}" : $"{type.Name}.{method.Name}[{row}]";

    /// <summary>Of the unchanged code: how long, how many rounds, which members were entered.</summary>
    public TimeSpan Took { get; set; }
    public long Rounds { get; set; }
    public HashSet<int> Entered { get; } = [];

    /// <summary>Runs it; what it threw, null where it passed.</summary>
    public Exception? Run()
    {
        object? target = null;
        try
        {
            target = method.IsStatic ? null : Activator.CreateInstance(type);
            object? result = method.Invoke(target, arguments);
            if (result is Task task) task.GetAwaiter().GetResult();
            return null;
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException;
        }
        finally
        {
            (target as IDisposable)?.Dispose();
        }
    }
}

/// <summary>The built tests, loaded against the core with the mutants in it.</summary>
internal sealed class Tests
{
    private readonly FieldInfo active, rounds, roundsMost, entered;
    private readonly Action<string> reseed;

    public Tests(string folder, string assembly, IReadOnlySet<string> classes)
    {
        var context = new AssemblyLoadContext("mutants");
        context.Resolving += (_, name) => Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        Assembly tests = context.LoadFromAssemblyPath(Path.Combine(folder, assembly + ".dll"));
        Type mutants = context.LoadFromAssemblyPath(Path.Combine(folder, "Headroom.dll")).GetType("Headroom.Mutants", throwOnError: true)!;
        (active, rounds, roundsMost, entered) = (mutants.GetField("Active")!, mutants.GetField("Rounds")!, mutants.GetField("RoundsMost")!, mutants.GetField("Entered")!);
        // as when they run by themselves: by the name of the test
        reseed = tests.GetType("Headroom.Laws.SeededLawsAttribute", throwOnError: true)!.GetMethod("Seed", BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Action<string>>();
        Type[] types = [.. tests.GetTypes().Where(type => classes.Contains(type.FullName!))];
        foreach (Type type in types) RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        Cases = [.. types.Where(type => !type.IsAbstract).OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(CasesOf)];
    }

    public IReadOnlyList<TestCase> Cases { get; }
    public bool[] Entered => (bool[])entered.GetValue(null)!;
    public long Rounds => (long)rounds.GetValue(null)!;

    public void Activate(int mutant) => active.SetValue(null, mutant);

    /// <summary>Runs a case with the mutant that is active; laws draw the same numbers each time.</summary>
    public Exception? Run(TestCase one, long most)
    {
        (object zero, object limit) = (0L, most);
        rounds.SetValue(null, zero);
        roundsMost.SetValue(null, limit);
        reseed(one.Name);
        return one.Run();
    }

    private static IEnumerable<TestCase> CasesOf(Type type)
    {
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            object[] attributes = method.GetCustomAttributes(inherit: true);
            if (attributes.Any(one => one.GetType().Name == "FactAttribute")) yield return new(type, method, [], -1);
            if (!attributes.Any(one => one.GetType().Name == "TheoryAttribute")) continue;
            int row = 0;
            foreach (object?[] arguments in attributes.SelectMany(one => RowsOf(type, one))) yield return new(type, method, arguments, row++);
        }
    }

    private static IEnumerable<object?[]> RowsOf(Type type, object attribute)
    {
        Type kind = attribute.GetType();
        if (kind.Name == "InlineDataAttribute") return [(object?[])kind.GetProperty("Data")!.GetValue(attribute)!];
        if (kind.Name != "MemberDataAttribute") return [];
        string name = (string)kind.GetProperty("MemberName")!.GetValue(attribute)!;
        Type of = (Type?)kind.GetProperty("MemberType")!.GetValue(attribute) ?? type;
        object rows = of.GetMethod(name, Type.EmptyTypes)?.Invoke(null, null) ?? of.GetProperty(name)?.GetValue(null) ?? of.GetField(name)!.GetValue(null)!;
        return ((IEnumerable)rows).Cast<object>().Select(row => row as object?[] ?? (object?[])row.GetType().GetInterface("ITheoryDataRow")!.GetMethod("GetData")!.Invoke(row, null)!);
    }
}
