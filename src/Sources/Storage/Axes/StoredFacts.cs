using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>Reads what programs write about an experiment as attributes or as datasets of one element.</summary>
/// <param name="group">The group that holds them.</param>
internal sealed class StoredFacts(Hdf5Group group)
{
    private readonly List<Fact> _facts = [];

    /// <summary>What was found, in the order in which it was asked for.</summary>
    public IReadOnlyList<Fact> Found => _facts;

    /// <summary>Adds a text, unless it is empty.</summary>
    /// <param name="member">The attribute or dataset.</param>
    /// <param name="name">Name of the fact.</param>
    public StoredFacts Text(string member, string name)
    {
        if (Value(member) is { IsText: true, Count: 1 } value && value.ToText().Trim() is { Length: > 0 } text)
            _facts.Add(new(name, text));
        return this;
    }

    /// <summary>Adds a number that is not 0 (which stands for "not known") in a unit, if it has that or says none.</summary>
    /// <param name="member">The attribute or dataset.</param>
    /// <param name="name">Name of the fact.</param>
    /// <param name="unit">Its unit; null: none.</param>
    /// <param name="factor">By what the number is multiplied to have the unit.</param>
    public StoredFacts Number(string member, string name, string? unit = null, double factor = 1)
    {
        if (Finite(member) is { } number and not 0)
            _facts.Add(Of(name, number, unit, factor));
        return this;
    }

    /// <summary>Adds an acceleration voltage: in V, or in kV where it is below 1000, or as its unit says.</summary>
    /// <param name="member">The attribute or dataset.</param>
    public StoredFacts Voltage(string member)
    {
        if (_facts.Exists(static fact => fact.Name == "high_tension"))
            return this;
        var (number, unit) = Value(member) is { IsText: true, Count: 1 } text ? Parts(text.ToText()) : (Finite(member), UnitOf(member));
        if (number is > 0 and < 1e7 and var voltage)
            _facts.Add(Of("high_tension", voltage, "V", unit?.StartsWith('k') ?? voltage < 1000 ? 1000 : 1));
        return this;
    }

    /// <summary>A finite number; null: there is none.</summary>
    /// <param name="member">The attribute or dataset.</param>
    public double? Finite(string member) =>
        Value(member) is { IsNumeric: true, Count: 1 } value && value.ToDouble() is var number && double.IsFinite(number) ? number : null;

    /// <summary>A text; null: there is none.</summary>
    /// <param name="member">The attribute or dataset.</param>
    public string? Words(string member) => Value(member) is { IsText: true, Count: 1 } value ? value.ToText() : null;

    /// <summary>A number as a fact; of one that is converted twelve digits.</summary>
    /// <param name="name">Name of the fact.</param>
    /// <param name="number">The number as it is stored.</param>
    /// <param name="unit">Its unit; null: none.</param>
    /// <param name="factor">By what the number is multiplied to have the unit.</param>
    public static Fact Of(string name, double number, string? unit, double factor = 1) =>
        new(name, (number * factor).ToString(factor == 1 ? "R" : "G12", CultureInfo.InvariantCulture), unit);

    private string? UnitOf(string member) =>
        group.FindLink(member) is not null && group.TryOpen(member) is Hdf5Dataset dataset
            ? StoredAxes.Text(dataset, "units")
            : Words(member + "_units");

    private Hdf5Value? Value(string member) =>
        group.Attributes.TryGetValue(member, out var attribute)
            ? attribute.Type.IsText || attribute.Type.IsNumeric ? attribute.ReadValue() : null
            : group.FindLink(member) is { Kind: LinkKind.Hard } && group.TryOpen(member) is Hdf5Dataset { ElementCount: 1 } dataset
                && (dataset.Type.IsText || dataset.Obstacle is null) ? dataset.ReadValue() : null;

    // "300kV"
    private static (double? Number, string? Unit) Parts(string text)
    {
        var digits = text.TakeWhile(static letter => char.IsAsciiDigit(letter) || letter is '.' or '+' or '-' or 'e' or 'E').Count();
        return double.TryParse(text.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (number, text[digits..].Trim() is { Length: > 0 } unit ? unit : null)
            : (null, null);
    }
}
