global using ConvGen.Generators.Common;
