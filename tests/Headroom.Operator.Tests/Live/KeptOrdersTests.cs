using System.Reflection;
using Headroom.Control;
using Headroom.Operator.Field.Live;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Live;

public class KeptOrdersTests
{
    [Fact]
    public void Every_member_of_orders_is_kept_and_arrays_are_not_shared()
    {
        Orders from = Make(), to = Make();
        int value = 3;
        foreach (PropertyInfo member in Members)
            if (member.PropertyType.IsArray && member.SetMethod is null)
            {
                var array = (Array)member.GetValue(from)!;
                for (int i = 0; i < array.Length; i++) array.SetValue(Other(member.PropertyType.GetElementType()!, ++value), i);
            }
            else member.SetValue(from, Other(member.PropertyType, ++value));
        LiveField.Copy(from, to);
        Assert.True(Members.Length >= 16, $"{Members.Length} members");
        foreach (PropertyInfo member in Members)
        {
            object? meant = member.GetValue(from), kept = member.GetValue(to), untouched = member.GetValue(Make());
            Assert.True(Same(meant, kept), $"{member.Name} is not kept");
            Assert.False(Same(untouched, kept), $"{member.Name} was not set by this test");
            if (meant is Array) Assert.NotSame(meant, kept);
        }
        Assert.NotSame(from.Lanes[0], to.Lanes[0]);
    }

    private static PropertyInfo[] Members => typeof(Orders).GetProperties(BindingFlags.Instance | BindingFlags.Public);
    private static Orders Make() => new(services: 1, runs: 2, plants: 3, batteries: 4, banks: 5);

    private static object Other(Type type, int value) => Nullable.GetUnderlyingType(type) is { } inner ? Other(inner, value)
        : type == typeof(bool) ? true
        : type == typeof(double) ? value
        : type == typeof(Power) ? Power.FromSi(value)
        : type == typeof(TokenRate) ? TokenRate.FromSi(value)
        : type == typeof(LaneUse) ? new LaneUse() with { Racks = value }
        : type.IsArray ? Filled(type.GetElementType()!, value)
        : throw new NotSupportedException($"this test knows no other {type}");

    private static Array Filled(Type element, int value)
    {
        var array = Array.CreateInstance(element, 2);
        for (int i = 0; i < 2; i++) array.SetValue(Other(element, value + i), i);
        return array;
    }

    private static bool Same(object? one, object? other) => one is Array a && other is Array b
        ? a.Length == b.Length && Enumerable.Range(0, a.Length).All(i => Same(a.GetValue(i), b.GetValue(i)))
        : Equals(one, other);
}
