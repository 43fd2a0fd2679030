using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>What an operation asks for, made from a record or from a constructor.</summary>
/// <remarks>
/// Of a record, every public property with a setter and a <see cref="ParameterAttribute"/> is a parameter; the value of a new record is its
/// default, and a
/// <c>required</c> member is required. Of a constructor (of a record with positional members, or of a UDF), every parameter is one.
/// Members are numbers (int, long, float, double), bool, string, an enumeration, a type of its own (<see cref="IParameterValue{TSelf}"/>)
/// such as
/// <see cref="DetectorLength"/>, <see cref="DetectorPosition"/> and <see cref="FilePath"/>, <see cref="ParameterList{T}"/> of these, and in
/// constructors also (double, double) for a position and float[] for the numbers of an array file; each may be nullable.
/// </remarks>
public sealed class ParameterSchema
{
    /// <summary>What is looked at in a record.</summary>
    internal const DynamicallyAccessedMemberTypes Read = DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor
        | DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    private static readonly ConcurrentDictionary<Type, ParameterSchema> Known = new();

    private readonly Func<object?[], object> _make;
    private readonly Func<object, int, object?> _get;

    private ParameterSchema(Type? record, IReadOnlyList<Parameter> parameters, Func<object?[], object> make, Func<object, int, object?> get)
    {
        (Record, Parameters, _make, _get) = (record, parameters, make, get);
        if (parameters.GroupBy(static parameter => parameter.Name, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{record?.Name} has two parameters that would both be --{twice.Key}: rename one.");
    }

    /// <summary>No parameters.</summary>
    public static ParameterSchema Empty { get; } = new(record: null, [], static _ => new object(), static (_, _) => null);

    /// <summary>The type of which the schema is made; null: there are no parameters.</summary>
    public Type? Record { get; }

    /// <summary>The parameters, in the order in which they were declared.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The schema of a record.</summary>
    /// <param name="type">A class with a public constructor without parameters, or one with positional members.</param>
    /// <exception cref="ArgumentException">A member has a type that cannot be a parameter.</exception>
    public static ParameterSchema Of([DynamicallyAccessedMembers(Read)] Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!Known.TryGetValue(type, out var schema))
            schema = Known.GetOrAdd(
                type,
                type.GetConstructor(Type.EmptyTypes) is null ? OfPositions(type, OnlyConstructor(type), help: null) : OfMembers(type));
        return schema;
    }

    /// <summary>The schema of a constructor's parameters.</summary>
    /// <param name="type">The type that it makes.</param>
    /// <param name="constructor">The constructor.</param>
    /// <param name="help">What a parameter is, by its name, where no <see cref="ParameterAttribute"/> says it; null: nothing is
    /// known.</param>
    /// <exception cref="ArgumentException">A parameter has a type that cannot be written.</exception>
    public static ParameterSchema OfPositions(
        [DynamicallyAccessedMembers(Read)] Type type, ConstructorInfo constructor, Func<string, string?>? help)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(constructor);
        var given = constructor.GetParameters();
        var members = Array.ConvertAll(given, parameter => type.GetProperty(parameter.Name!));
        var parameters = given.Select((parameter, i) => Make(
            type,
            parameter.Name!,
            parameter.ParameterType,
            !parameter.HasDefaultValue && parameter.ParameterType != typeof(bool),
            Usual(parameter),
            parameter.GetCustomAttribute<ParameterAttribute>() ?? members[i]?.GetCustomAttribute<ParameterAttribute>(),
            help?.Invoke(parameter.Name!)));
        // For null, a parameter of a value type gets the type's default.
        return new(
            type,
            [.. parameters],
            values => constructor.Invoke(
                BindingFlags.DoNotWrapExceptions, binder: null, [.. values.Select((value, i) => value ?? Usual(given[i]))], culture: null),
            (record, i) => members[i]?.GetValue(record));
    }

    /// <summary>The schema of a record and of others that it may hold: their parameters are given as its own.</summary>
    /// <param name="schema">The schema of the record.</param>
    /// <param name="others">The schemas of the others.</param>
    /// <param name="member">The member of the record that holds them.</param>
    /// <param name="put">Makes the record hold those of which a parameter is given.</param>
    /// <param name="held">What the record holds.</param>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    public static ParameterSchema Joined(
        ParameterSchema schema, IReadOnlyList<ParameterSchema> others, string member,
        Func<object, IReadOnlyList<object>, object> put, Func<object, IReadOnlyList<object>> held)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(others);
        var parts = new SchemaParts([schema, .. others], member);
        return new(
            schema.Record,
            parts.Parameters,
            values =>
            {
                var records = parts.Split(values).ToList();
                var given = records.Skip(1).Where(static part => Array.Exists(part.Values, static value => value is not null));
                return put(schema.Make(records[0].Values), [.. given.Select(static part => part.Schema.Make(part.Values))]);
            },
            (record, i) => parts.At(i) switch
            {
                (0, var own) => schema._get(record, own),
                var (part, own) => held(record).FirstOrDefault(other => other.GetType() == others[part - 1].Record) is { } other
                    ? others[part - 1]._get(other, own)
                    : null,
            })
        {
            Parts = parts,
        };
    }

    /// <summary>Whether a type can be that of a parameter.</summary>
    public static bool CanHold(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ParameterTypes.Find(type) is not null;
    }

    /// <summary>The schemas of which it was joined; null: it was not.</summary>
    internal SchemaParts? Parts { get; private init; }

    /// <summary>The record or object that the parameters make.</summary>
    /// <param name="values">A value for each parameter; null: its default.</param>
    internal object Make(object?[] values) => _make(values);

    /// <summary>The values of a record, one for each parameter.</summary>
    internal object?[] ValuesOf(object record) => [.. Parameters.Select((_, i) => _get(record, i))];

    /// <summary>The number of a parameter.</summary>
    /// <exception cref="ParameterException">There is none of that name.</exception>
    internal int NumberOf(string name)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == name)
                return i;
        }

        var names = Parameters.Select(static parameter => parameter.Name).ToList();
        throw new ParameterException(name, (names.Count, NearName.Of(name, names)) switch
        {
            (0, _) => "there are no parameters here.",
            (_, { } near) => $"there is no such parameter. Did you mean '{near}'?",
            _ => $"there is no such parameter, only {string.Join(", ", names)}.",
        });
    }

    private static ParameterSchema OfMembers([DynamicallyAccessedMembers(Read)] Type type)
    {
        // Those of the records that it derives from come first.
        var members = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static member => member.SetMethod is { IsPublic: true } && member.GetCustomAttribute<ParameterAttribute>() is not null)
            .OrderBy(static member => Depth(member.DeclaringType)).ToArray();
        var usual = Activator.CreateInstance(type)!;
        var parameters = members.Select(member => Make(
            type,
            member.Name,
            member.PropertyType,
            member.GetCustomAttribute<RequiredMemberAttribute>() is not null,
            member.GetCustomAttribute<RequiredMemberAttribute>() is null ? member.GetValue(usual) : null,
            member.GetCustomAttribute<ParameterAttribute>(),
            help: null));
        return new(
            type,
            [.. parameters],
            values =>
            {
                var record = Activator.CreateInstance(type)!;
                for (var i = 0; i < members.Length; i++)
                {
                    if (values[i] is { } value)
                        members[i].SetValue(record, value);
                }

                return record;
            },
            (record, i) => members[i].GetValue(record));
    }

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private static Parameter Make(
        Type owner, string name, Type type, bool isRequired, object? @default, ParameterAttribute? attribute, string? help) =>
        new(
            name,
            ParameterTypes.Find(type)
                ?? throw new ArgumentException(
                    $"{owner.Name}: parameter '{name}' of {(Nullable.GetUnderlyingType(type) ?? type).Name} cannot be an "
                    + $"option: use {ParameterTypes.Known}."),
            isRequired,
            @default,
            attribute,
            help);

    // Of a nullable enumeration the default is told as a number.
    private static object? Usual(ParameterInfo parameter) => !parameter.HasDefaultValue ? null
        : Nullable.GetUnderlyingType(parameter.ParameterType) is { IsEnum: true } choice && parameter.DefaultValue is { } value
        ? Enum.ToObject(choice, value)
        : parameter.DefaultValue;

    private static ConstructorInfo OnlyConstructor([DynamicallyAccessedMembers(Read)] Type type)
    {
        // Without the one that copies a record.
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constructor => !(constructor.GetParameters() is [{ ParameterType: var own }] && own == type)).ToList();
        return constructors is [var only]
            ? only
            : throw new ArgumentException(
                $"{type.Name} has {constructors.Count} constructors: leave one, so that its parameters can be options.");
    }
}
