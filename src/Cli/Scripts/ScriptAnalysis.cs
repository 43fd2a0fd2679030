using System.Reflection;
using Ronchi.Engine;

namespace Ronchi.Cli.Scripts;

/// <summary>The UDF of a user's C# file as an analysis: its constructor's parameters, or those of the record that it takes, are options.</summary>
internal sealed class ScriptAnalysis : Analysis
{
    private readonly ConstructorInfo _constructor;
    private readonly Type? _record;
    private readonly IReadOnlyList<ScriptParameter> _parameters;

    private readonly string _path;

    private ScriptAnalysis(string path, string name, Type udf, ScriptComments comments)
    {
        _path = path;
        Name = name;
        Summary = comments.Summary(udf.Name) ?? $"The UDF {udf.Name}";
        _constructor = ConstructorOf(udf);
        var own = _constructor.GetParameters();
        if (own is [{ ParameterType: var only }] && !ScriptParameter.IsValue(only) && only.Assembly == udf.Assembly)
        {
            _record = only;
            own = ConstructorOf(only).GetParameters();
        }

        _parameters = [.. own.Select(parameter => new ScriptParameter(parameter, comments.Parameter((_record ?? udf).Name, parameter.Name!)))];
        if (_parameters.GroupBy(static parameter => parameter.Face.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ScriptException($"{udf.Name} has two parameters that would both be --{twice.Key}: rename one.");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Summary { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. _parameters.Select(static parameter => parameter.Face)];

    /// <summary>Compiles a file and finds its UDF.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What the analysis is called.</param>
    /// <param name="udf">The UDF's class when there are several; null: there is one.</param>
    /// <exception cref="ScriptException">It does not compile, or does not hold one UDF.</exception>
    public static ScriptAnalysis Load(string path, string name, string? udf) => Load(path, name, udf, optimises: true);

    /// <summary>The same, compiled so that a failure tells its line exactly.</summary>
    /// <exception cref="IOException">The file is gone.</exception>
    /// <exception cref="ScriptException">The file was changed, and does not compile.</exception>
    public ScriptAnalysis ForDiagnosis() => Load(_path, Name, _constructor.DeclaringType!.Name, optimises: false);

    private static ScriptAnalysis Load(string path, string name, string? udf, bool optimises)
    {
        var (assembly, comments) = ScriptCompiler.Compile(path, optimises);
        var types = assembly.GetTypes().Where(static type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsSubclassOf(typeof(Udf))).ToList();
        if (types.Count == 0)
            throw new ScriptException($"{path}: no class derives from {nameof(Udf)}. 'ronchi new udf NAME' writes a template to start with.");
        if (udf is not null)
            types = types.Where(type => type.Name == udf).ToList() is { Count: > 0 } named ? named : throw new ScriptException($"{path}: there is no UDF '{udf}', only {List(types)}.");
        return types.Count == 1
            ? new(path, name, types[0], comments)
            : throw new ScriptException($"{path}: the file has several UDFs ({List(types)}): choose one with --udf NAME.");
    }

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        object?[] values = [.. _parameters.Select(parameter => parameter.Read(arguments))];
        return (Udf)(_record is null ? Invoke(_constructor, values) : Invoke(_constructor, [Invoke(ConstructorOf(_record), values)]));
    }

    // What is wrong with its values a UDF says in its constructor.
    private object Invoke(ConstructorInfo constructor, object?[] values)
    {
        try
        {
            return constructor.Invoke(values);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            var line = FailedLine.Of(constructor.DeclaringType!.Assembly, inner) is { } known ? $", {known}" : "";
            throw new ScriptException($"{_path}: {constructor.DeclaringType.Name} failed in its constructor{line}: {inner.GetType().Name}: {inner.Message}");
        }
    }

    private static ConstructorInfo ConstructorOf(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constructor => !(constructor.GetParameters() is [{ ParameterType: var parameter }] && parameter == type))   // a record's copy
            .ToList();
        return constructors.Count == 1
            ? constructors[0]
            : throw new ScriptException($"{type.Name} has {constructors.Count} constructors: leave one, so that its parameters can be options.");
    }

    private static string List(IEnumerable<Type> types) => string.Join(", ", types.Select(static type => type.Name));
}
