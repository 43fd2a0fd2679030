using System.Globalization;
using System.Reflection;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>One thing that an operation asks for, as every face sees it.</summary>
public sealed class Parameter
{
    private readonly ParameterAttribute? _attribute;

    internal Parameter(string member, ParameterType type, bool isRequired, object? @default, ParameterAttribute? attribute, string? help)
    {
        (Member, IsRequired, Default, _attribute) = (member, isRequired, @default, attribute);
        Name = attribute?.Name ?? Words.Kebab(member);
        Minimum = Limit(attribute?.Minimum);
        Maximum = Limit(attribute?.Maximum);
        Type = type.Within(Minimum, Maximum);
        Help = (help ?? attribute?.Help ?? member) + DefaultText();
    }

    /// <summary>Its name, the same in every face: <c>inner-radius</c> is <c>--inner-radius</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The option of a command line, without dashes: its name; of a switch that is on where nothing is given, <c>no-</c> and its name,
    /// which turns it off.
    /// </summary>
    public string OptionName => IsSwitch && Default is true ? $"no-{Name}" : Name;

    /// <summary>What it is.</summary>
    public ParameterKind Kind => Type.Kind == ParameterKind.Real && Unit == "°" ? ParameterKind.Angle : Type.Kind;

    /// <summary>What is written for it, in capitals: <c>ROW,COL</c>. Empty: it is a switch, given or not.</summary>
    public string Form => _attribute?.Form ?? Type.Form;

    /// <summary>What it is in a sentence, with its default.</summary>
    public string Help { get; }

    /// <summary>Whether the operation cannot run without it.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether it may be given several times.</summary>
    public bool IsRepeatable => Type is ListType;

    /// <summary>Whether nothing is written for it: it is given or not.</summary>
    public bool IsSwitch => Type is SwitchType;

    /// <summary>The value that it has where none is given; null: none, or one from the data.</summary>
    public object? Default { get; }

    /// <summary>Unit of a number, <c>px</c> for lengths that are written without; null: none.</summary>
    public string? Unit => _attribute?.Unit ?? (Type.Kind is ParameterKind.Length or ParameterKind.Position ? "px" : null);

    /// <summary>Smallest number that is taken; null: any.</summary>
    public double? Minimum { get; }

    /// <summary>Largest number that is taken; null: any.</summary>
    public double? Maximum { get; }

    /// <summary>The words that may be written, if it is one of a few.</summary>
    public IReadOnlyList<string> Choices => Type.Choices;

    /// <summary>What a person points at to give it.</summary>
    public ParameterPick Pick => _attribute?.Pick is { } pick && pick != ParameterPick.None ? pick : Type.Pick;

    /// <summary>Name of the record's member.</summary>
    internal string Member { get; }

    internal ParameterType Type { get; }

    /// <summary>Reads the texts that were given for it.</summary>
    /// <exception cref="ParameterException">They are no such value.</exception>
    internal object Parse(IReadOnlyList<string> texts)
    {
        if (!IsRepeatable && texts.Count > 1)
            throw new ParameterException(Name, $"it was given {texts.Count} times; give it once");
        return Named(() => Type.Parse(texts));
    }

    /// <summary>Reads a value of JSON.</summary>
    /// <exception cref="ParameterException">It is no such value.</exception>
    internal object Read(System.Text.Json.JsonElement json) => Named(() => Type.Read(json));

    /// <summary>A value in the form in which the operation takes it.</summary>
    /// <exception cref="ParameterException">It does not fit the data.</exception>
    internal object Bind(object value, OperationContext context) => Named(() => Type.Bind(value, context, Name));

    private object Named(Func<object> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e) when (e is not ParameterException)
        {
            throw new ParameterException(Name, e.Message, e);
        }
    }

    private static double? Limit(double? given) => given is { } limit && !double.IsNaN(limit) ? limit : null;

    private string DefaultText() => (_attribute?.Default, Default) switch
    {
        ({ } words, _) => $" (default: {words})",
        (_, null or false) => "",
        var (_, value) => string.Create(CultureInfo.InvariantCulture, $" (default: {Type.Write(value)})"),
    };
}
