using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>
/// Values for the parameters of an operation: read from a command line, from JSON or from a record, and written as each of them. Equal by
/// content.
/// </summary>
public sealed class Arguments : IEquatable<Arguments>
{
    // Null: not given, or the default.
    private readonly object?[] _values;

    private Arguments(ParameterSchema schema, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value && schema.Parameters[i].Default is { } usual && value.Equals(usual))
                values[i] = null;
        }

        (Schema, _values) = (schema, values);
    }

    /// <summary>The parameters.</summary>
    public ParameterSchema Schema { get; }

    /// <summary>The value of a parameter; its default where none was given, null where there is none.</summary>
    /// <param name="name">Its name, as in <c>inner-radius</c>.</param>
    /// <exception cref="ParameterException">There is none of that name.</exception>
    public object? this[string name] => Schema.NumberOf(name) is var number ? _values[number] ?? Schema.Parameters[number].Default : null;

    /// <summary>The arrays among the values: files, results of other signals, arrays in memory.</summary>
    public IEnumerable<SignalInput> Inputs => _values.OfType<SignalInput>();

    /// <summary>The same values with other arrays.</summary>
    /// <param name="replace">Gives what takes the place of an array, or the array itself.</param>
    public Arguments WithInputs(Func<SignalInput, SignalInput> replace) =>
        new(Schema, Array.ConvertAll(_values, value => value is SignalInput input ? replace(input) : value));

    /// <summary>The same values with other files.</summary>
    /// <param name="replace">Gives what takes the place of a file.</param>
    public Arguments WithFiles(Func<FilePath, FilePath> replace) =>
        new(Schema, Array.ConvertAll(_values, value => value switch
        {
            FilePath file => replace(file),
            ParameterList<FilePath> files => (ParameterList<FilePath>)[.. files.Select(replace)],
            _ => value,
        }));

    /// <summary>Nothing is given.</summary>
    public static Arguments None(ParameterSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new(schema, new object?[schema.Parameters.Count]);
    }

    /// <summary>Reads texts, as a command line has them.</summary>
    /// <param name="schema">The parameters.</param>
    /// <param name="texts">The texts of a parameter, in order; of a switch that is given, one empty text; of what is not given,
    /// none.</param>
    /// <exception cref="ParameterException">A text does not follow the form of its parameter, or a value is out of range.</exception>
    public static Arguments Parse(ParameterSchema schema, Func<Parameter, IReadOnlyList<string>> texts)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(texts);
        return new(
            schema, [.. schema.Parameters.Select(parameter => texts(parameter) is { Count: > 0 } given ? parameter.Parse(given) : null)]);
    }

    /// <summary>Reads JSON.</summary>
    /// <param name="schema">The parameters.</param>
    /// <param name="json">An object with a member for each parameter that is given; null counts as not given.</param>
    /// <exception cref="ParameterException">A member is no parameter, does not follow its form, or is out of range.</exception>
    /// <exception cref="FormatException">It is no object.</exception>
    public static Arguments Read(ParameterSchema schema, JsonElement json)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("parameters are an object with a member for each: {\"radius\": 12}.");
        var values = new object?[schema.Parameters.Count];
        foreach (var member in json.EnumerateObject())
        {
            var number = schema.NumberOf(member.Name);
            values[number] = member.Value.ValueKind == JsonValueKind.Null ? null : schema.Parameters[number].Read(member.Value);
        }

        return new(schema, values);
    }

    /// <summary>The values of a record.</summary>
    /// <typeparam name="T">Its type, of which the schema is made.</typeparam>
    /// <param name="record">The record.</param>
    public static Arguments Of<[DynamicallyAccessedMembers(ParameterSchema.Read)] T>(T record)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        return Of(ParameterSchema.Of(typeof(T)), record);
    }

    /// <summary>The values of a record.</summary>
    /// <param name="schema">The schema of its type.</param>
    /// <param name="record">The record.</param>
    public static Arguments Of(ParameterSchema schema, object record)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(record);
        return new(schema, schema.ValuesOf(record));
    }

    /// <summary>Whether a value differs from its default.</summary>
    public bool IsAnyGiven => Array.Exists(_values, static value => value is not null);

    /// <summary>The same values with that of one parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">What is written for it.</param>
    /// <exception cref="ParameterException">There is none of that name, or a text does not follow its form.</exception>
    public Arguments With(string name, params IReadOnlyList<string> texts)
    {
        var values = (object?[])_values.Clone();
        var number = Schema.NumberOf(name);
        values[number] = Schema.Parameters[number].Parse(texts);
        return new(Schema, values);
    }

    /// <summary>These values, and others where none is given.</summary>
    /// <param name="others">Values for the same parameters.</param>
    public Arguments OrElse(Arguments others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new(Schema, [.. _values.Select((value, i) => value ?? others._values[i])]);
    }

    /// <summary>The values of parameters that another schema has too, by name.</summary>
    /// <param name="schema">The other schema. Its types read what those of this one write.</param>
    /// <exception cref="ParameterException">A value does not follow the form of the other parameter.</exception>
    public Arguments Part(ParameterSchema schema) => Parse(schema, parameter =>
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (Schema.Parameters[i].Name == parameter.Name && _values[i] is { } value)
                return [.. Schema.Parameters[i].Type.WriteAll(value)];
        }

        return [];
    });

    /// <summary>The record, as the operation takes it: lengths and positions in pixels.</summary>
    /// <param name="context">The data; null: there are none yet, and values are taken as they were given.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    public object Make(OperationContext? context = null)
    {
        var values = new object?[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = Schema.Parameters[i];
            if (_values[i] is null && parameter.IsRequired)
                throw new ParameterException(parameter.Name, $"it is required: {parameter.Help}");
            values[i] = _values[i] is { } value && context is not null ? parameter.Bind(value, context) : _values[i];
        }

        return Schema.Make(values);
    }

    /// <summary>The values that differ from the defaults, as JSON; <see cref="Read"/> reads it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is { } value)
                json[Schema.Parameters[i].Name] = Schema.Parameters[i].Type.ToJson(value);
        }

        return json;
    }

    /// <summary>The values that differ from the defaults, as options of a command line.</summary>
    /// <param name="leftOut">A parameter that is no option there; null: none.</param>
    public IReadOnlyList<string> ToOptions(string? leftOut = null)
    {
        var options = new List<string>();
        for (var i = 0; i < _values.Length; i++)
        {
            var parameter = Schema.Parameters[i];
            if (_values[i] is not { } value || parameter.Name == leftOut)
                continue;
            if (parameter.IsSwitch)
                options.Add($"--{parameter.OptionName}");
            else
                options.AddRange(parameter.Type.WriteAll(value)
                    .SelectMany(text => text.StartsWith('-') ? (string[])[$"--{parameter.Name}={text}"] : [$"--{parameter.Name}", text]));
        }

        return options;
    }

    /// <summary>The values that differ from the defaults, as texts by name; a switch has the text <c>true</c> or <c>false</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ToTexts()
    {
        var texts = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is { } value)
                texts[Schema.Parameters[i].Name] = [.. Schema.Parameters[i].Type.WriteAll(value)];
        }

        return texts;
    }

    /// <summary>The namespaces of the types that <see cref="ToInitializer"/> names.</summary>
    public IEnumerable<string> Namespaces => _values.OfType<object>()
        .SelectMany(static value => value.GetType().GenericTypeArguments.Prepend(value.GetType()))
        .Select(static type => type.Namespace).OfType<string>()
        .Where(static space => space != nameof(System));

    /// <summary>
    /// The values that differ from the defaults, as members of a C# initializer: <c>Bins = 3, Center =
    /// DetectorPosition.Parse("95.5,96")</c>.
    /// </summary>
    public string ToInitializer()
    {
        return string.Join(", ", Schema.Parts is { } parts ? parts.Initializers(_values, Members) : Members(Schema, _values));

        static IEnumerable<string> Members(ParameterSchema schema, object?[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is { } value)
                    yield return $"{schema.Parameters[i].Member} = {schema.Parameters[i].Type.ToCSharp(value)}";
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(Arguments? other) => other is not null && Schema == other.Schema && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(Schema.GetHashCode(), static (hash, value) => HashCode.Combine(hash, value));

    /// <inheritdoc/>
    public override string ToString() => ToJson().ToJsonString();
}
