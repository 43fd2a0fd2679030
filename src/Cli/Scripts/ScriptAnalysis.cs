using System.Reflection;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Cli.Scripts;

/// <summary>
/// The UDF of a user's C# file as an analysis: its constructor's parameters, or those of the record that it takes, are options.
/// </summary>
internal sealed class ScriptAnalysis : Analysis
{
    private readonly ConstructorInfo _constructor;
    private readonly bool _takesRecord;

    private ScriptAnalysis(string path, string name, Type udf, ScriptComments comments)
    {
        Path = path;
        Name = name;
        Summary = comments.Summary(udf.Name) ?? $"The UDF {udf.Name}";
        _constructor = ConstructorOf(udf);
        _takesRecord = _constructor.GetParameters() is [{ ParameterType: var only }]
            && !ParameterSchema.CanHold(only) && only.Assembly == udf.Assembly;
        var (constructor, owner) = _takesRecord
            ? (ConstructorOf(_constructor.GetParameters()[0].ParameterType), _constructor.GetParameters()[0].ParameterType)
            : (_constructor, udf);
        try
        {
            Schema = constructor.GetParameters().Length == 0 && _takesRecord
                ? ParameterSchema.Of(owner)
                : ParameterSchema.OfPositions(
                    owner, constructor, parameter => comments.Parameter(owner.Name, parameter) ?? $"{parameter} of the UDF");
        }
        catch (ArgumentException e)
        {
            throw new ScriptException(e.Message);
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string Summary { get; }

    /// <inheritdoc/>
    public override ParameterSchema Schema { get; }

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => typeof(IMultiPassUdf).IsAssignableFrom(_constructor.DeclaringType);

    /// <summary>Compiles a file and finds its UDF.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What the analysis is called.</param>
    /// <param name="udf">The UDF's class when there are several; null: there is one.</param>
    /// <exception cref="ScriptException">It does not compile, or does not hold one UDF.</exception>
    public static ScriptAnalysis Load(string path, string name, string? udf) => Load(path, name, udf, optimises: true);

    /// <summary>The same, compiled so that a failure tells its line exactly.</summary>
    /// <exception cref="IOException">The file is gone.</exception>
    /// <exception cref="ScriptException">The file was changed, and does not compile.</exception>
    public ScriptAnalysis ForDiagnosis() => Load(Path, Name, _constructor.DeclaringType!.Name, optimises: false);

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments)
    {
        try
        {
            var made = arguments.Make(context);
            return (Udf)(_takesRecord ? _constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, [made], culture: null) : made);
        }
        catch (Exception e) when (FailedLine.IsFrom(_constructor.DeclaringType!.Assembly, e))
        {
            // What is wrong with its values a UDF says in its constructor.
            var line = FailedLine.Of(_constructor.DeclaringType.Assembly, e) is { } known ? $", {known}" : "";
            throw new ScriptException(
                $"{Path}: {_constructor.DeclaringType.Name} failed in its constructor{line}: {e.GetType().Name}: {e.Message}");
        }
    }

    private static ScriptAnalysis Load(string path, string name, string? udf, bool optimises)
    {
        var (assembly, comments) = ScriptCompiler.Compile(path, optimises);
        var types = assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsSubclassOf(typeof(Udf))).ToList();
        if (types.Count == 0)
            throw new ScriptException(
                $"{path}: no class derives from {nameof(Udf)}. 'ronchi new udf NAME' writes a template to start with.");
        if (udf is not null)
            types = types.Where(type => type.Name == udf).ToList() is { Count: > 0 } named
                ? named
                : throw new ScriptException($"{path}: there is no UDF '{udf}', only {List(types)}.");
        return types.Count == 1
            ? new(path, name, types[0], comments)
            : throw new ScriptException($"{path}: the file has several UDFs ({List(types)}): choose one with --udf NAME.");
    }

    private static ConstructorInfo ConstructorOf(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            // a record's copy
            .Where(constructor => !(constructor.GetParameters() is [{ ParameterType: var parameter }] && parameter == type))
            .ToList();
        return constructors.Count == 1
            ? constructors[0]
            : throw new ScriptException(
                $"{type.Name} has {constructors.Count} constructors: leave one, so that its parameters can be options.");
    }

    private static string List(IEnumerable<Type> types) => string.Join(", ", types.Select(static type => type.Name));
}
