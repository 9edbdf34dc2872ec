using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Headroom.Quantities;

namespace Headroom.Operator.Journal;

/// <summary>Values of the core as JSON and back, bit for bit: every field of a type, private ones too, so that nothing is forgotten when a type grows.</summary>
/// <remarks>
///   Quantities are numbers in SI, times are ticks of 100 ns, enumerations names; infinities are text. A field at its default, all bits zero, is left out and
///   comes back as that: objects are made without running a constructor. A field that the text has and the type has not is a version of another build, and refused.
///   A value of a closed family, an abstract type of the core, says which case it is; the case is looked for in that type's own assembly and nowhere else.
/// </remarks>
public static class StateText
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> known = new();

    public static byte[] Write<T>(T value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, typeof(T), value);
        return buffer.WrittenSpan.ToArray();
    }

    public static T Read<T>(ReadOnlyMemory<byte> text)
    {
        using JsonDocument document = JsonDocument.Parse(text, new() { MaxDepth = 64 });
        return Read<T>(document.RootElement);
    }

    public static T Read<T>(JsonElement element) => (T)Read(typeof(T), element)!;

    public static void Write(Utf8JsonWriter writer, Type type, object? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(type);
        type = Nullable.GetUnderlyingType(type) ?? type;
        switch (value)
        {
            case null: writer.WriteNullValue(); return;
            case bool flag: writer.WriteBooleanValue(flag); return;
            case string text: writer.WriteStringValue(text); return;
            case double number: Write(writer, number); return;
            case int or long or byte or short: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); return;
            case ulong or uint: writer.WriteNumberValue(Convert.ToUInt64(value, CultureInfo.InvariantCulture)); return;
            case TimeSpan time: writer.WriteNumberValue(time.Ticks); return;
            case DateTimeOffset moment: writer.WriteStringValue(moment.UtcDateTime); return;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); return;
            case Enum name: writer.WriteStringValue(name.ToString()); return;
        }
        if (IsQuantity(type)) Write(writer, (double)Fields(type)[0].Field.GetValue(value)!);
        else if (ValueOfDictionary(type) is { } held)
        {
            writer.WriteStartObject();
            foreach (object pair in (IEnumerable)value)
            {
                writer.WritePropertyName(KeyText(pair.GetType().GetProperty("Key")!.GetValue(pair)!));
                Write(writer, held.Value, pair.GetType().GetProperty("Value")!.GetValue(pair));
            }
            writer.WriteEndObject();
        }
        else if (ElementOf(type) is { } element)
        {
            writer.WriteStartArray();
            foreach (object? one in (IEnumerable)value) Write(writer, element, one);
            writer.WriteEndArray();
        }
        else WriteObject(writer, type, value);
    }

    private static void WriteObject(Utf8JsonWriter writer, Type type, object value)
    {
        writer.WriteStartObject();
        if (value.GetType() != type)
        {
            // a closed family: the text says which of its cases it is
            if (!type.IsAbstract || value.GetType().Assembly != type.Assembly) throw new NotSupportedException($"{value.GetType()} where {type} is declared");
            type = value.GetType();
            writer.WriteString(CaseKey, type.FullName);
        }
        foreach ((string name, FieldInfo field) in Fields(type))
        {
            object? held = field.GetValue(value);
            if (held is null || IsDefault(field.FieldType, held)) continue;
            writer.WritePropertyName(name);
            Write(writer, field.FieldType, held);
        }
        writer.WriteEndObject();
    }

    private const string CaseKey = "$case";

    /// <summary>What reading ends in where a text is of another build, or somebody changed it: the text's fault, and nobody's who reads it.</summary>
    public static bool IsUnread(Exception fault) => fault is JsonException or InvalidDataException or FormatException or InvalidOperationException or ArgumentException
        or KeyNotFoundException or NullReferenceException or InvalidCastException or OverflowException or NotSupportedException or IndexOutOfRangeException;

    private static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static object? Read(Type type, JsonElement element)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (element.ValueKind == JsonValueKind.Null) return null;
        if (type == typeof(bool)) return element.GetBoolean();
        if (type == typeof(string)) return element.GetString();
        if (type == typeof(double)) return Number(element);
        if (type == typeof(TimeSpan)) return TimeSpan.FromTicks(element.GetInt64());
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(element.GetDateTime().ToUniversalTime(), TimeSpan.Zero);
        if (type == typeof(byte[])) return element.GetBytesFromBase64();
        if (type.IsEnum) return Enum.Parse(type, element.GetString()!);
        if (type == typeof(ulong)) return element.GetUInt64();
        if (type.IsPrimitive) return Convert.ChangeType(element.GetInt64(), type, CultureInfo.InvariantCulture);
        if (IsQuantity(type))
        {
            object quantity = RuntimeHelpers.GetUninitializedObject(type);
            Fields(type)[0].Field.SetValue(quantity, Number(element));
            return quantity;
        }
        if (ValueOfDictionary(type) is { } held) return ReadDictionary(held.Key, held.Value, element);
        if (ElementOf(type) is { } of) return ReadList(type, of, element);
        return ReadObject(type, element);
    }

    private static object ReadObject(Type type, JsonElement element)
    {
        if (element.TryGetProperty(CaseKey, out JsonElement named))
            type = type.Assembly.GetType(named.GetString()!) is { IsAbstract: false } one && type.IsAssignableFrom(one) ? one : throw new JsonException($"{named} is no {type.Name}");
        if (type.IsAbstract) throw new JsonException($"which case of {type.Name}?");
        object made = RuntimeHelpers.GetUninitializedObject(type);
        (string Name, FieldInfo Field)[] fields = Fields(type);
        foreach (JsonProperty one in element.EnumerateObject())
        {
            if (one.Name == CaseKey) continue;
            FieldInfo field = Array.Find(fields, each => each.Name == one.Name).Field ?? throw new JsonException($"{type.Name} has no field {one.Name}: the text is of another version");
            field.SetValue(made, Read(field.FieldType, one.Value));
        }
        return made;
    }

    private static object ReadList(Type type, Type of, JsonElement element)
    {
        var array = Array.CreateInstance(of, element.GetArrayLength());
        int k = 0;
        foreach (JsonElement one in element.EnumerateArray()) array.SetValue(Read(of, one), k++);
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? Activator.CreateInstance(type, array)! : array;
    }

    private static IDictionary ReadDictionary(Type key, Type value, JsonElement element)
    {
        var made = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
        foreach (JsonProperty one in element.EnumerateObject())
            made.Add(key.IsEnum ? Enum.Parse(key, one.Name) : Convert.ChangeType(one.Name, key, CultureInfo.InvariantCulture), Read(value, one.Value));
        return made;
    }

    private static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture) : element.GetDouble();

    private static string KeyText(object key) => Convert.ToString(key, CultureInfo.InvariantCulture)!;

    private static bool IsQuantity(Type type) => type.IsValueType && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IQuantity<>));

    /// <summary>The type of a list's elements; null where it is no list.</summary>
    private static Type? ElementOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        if (!type.IsGenericType) return null;
        Type open = type.GetGenericTypeDefinition();
        return open == typeof(IReadOnlyList<>) || open == typeof(List<>) || open == typeof(IReadOnlyCollection<>) || open == typeof(IList<>) || open == typeof(IEnumerable<>)
            ? type.GetGenericArguments()[0] : null;
    }

    private static (Type Key, Type Value)? ValueOfDictionary(Type type)
    {
        if (!type.IsGenericType) return null;
        Type open = type.GetGenericTypeDefinition();
        if (open != typeof(IReadOnlyDictionary<,>) && open != typeof(Dictionary<,>) && open != typeof(IDictionary<,>)) return null;
        Type[] of = type.GetGenericArguments();
        return (of[0], of[1]);
    }

    private static bool IsDefault(Type type, object held)
    {
        if (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null) return false;
        return held switch
        {
            bool flag => !flag,
            double number => BitConverter.DoubleToInt64Bits(number) == 0,
            int or long or byte or short or ulong or uint => Convert.ToDecimal(held, CultureInfo.InvariantCulture) == 0,
            TimeSpan time => time == default,
            Enum => false,       // people read it
            _ => Fields(type).All(one => one.Field.GetValue(held) is not { } inner || IsDefault(one.Field.FieldType, inner)),
        };
    }

    private static (string Name, FieldInfo Field)[] Fields(Type type) => known.GetOrAdd(type, static one =>
    {
        List<(string Name, FieldInfo Field)> fields = [];
        for (Type? at = one; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (!typeof(Delegate).IsAssignableFrom(field.FieldType)) fields.Add((Plain(field.Name), field));
        return [.. fields];
    });

    /// <summary>The property's name for the field behind it, and a parameter's for one that was captured.</summary>
    private static string Plain(string name)
    {
        if (!name.StartsWith('<')) return name;
        string inner = name[1..name.IndexOf('>', StringComparison.Ordinal)];
        return char.ToLowerInvariant(inner[0]) + inner[1..];
    }
}
