namespace Ronchi.Engine.Operations;

/// <summary>Something that can be asked for by name, with parameters: described once, offered by every face.</summary>
public abstract class Operation
{
    /// <summary>Its name in commands, addresses and stored graphs: <c>virtual-image</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>What it asks for: options, forms, requests and stored graphs are made from it.</summary>
    public virtual ParameterSchema Schema => ParameterSchema.Empty;

    /// <summary>Grows when parameters change so that a stored call would mean something else.</summary>
    public virtual int Version => 1;

    /// <summary>Turns stored parameters of an older version into those of <see cref="Version"/>.</summary>
    /// <param name="parameters">Parameters by name, as they were stored.</param>
    /// <param name="version">Their version, below <see cref="Version"/>.</param>
    /// <returns>Parameters of this version.</returns>
    /// <exception cref="FormatException">That version is not read any longer; the message says so.</exception>
    public virtual System.Text.Json.Nodes.JsonObject Upgrade(System.Text.Json.Nodes.JsonObject parameters, int version) =>
        throw new FormatException(
            $"The parameters of '{Name}' were stored as version {version}, and this program reads version {Version}: set them anew.");
}
